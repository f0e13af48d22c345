META
key;value
description;District PB in Exampleville, Northquarter
country;Worldwide
unit;Exampleville
district;Northquarter
subunit;Northquarter
instance;2031
num_projects;5
num_votes;8
budget;100000,50
vote_type;approval
rule;greedy
date_begin;03.03.2031
date_end;17.03.2031
min_length;1
max_length;3
language;en
currency;EUR
PROJECTS
project_id;cost;votes;name;category;beneficiaries;selected;latitude;longitude
P1;60000,0;5;Trees for Alpha Street;urban greenery,public space;children,seniors;1;50.1;8.1
P2;30000;4;"Benches; with backs";public space;seniors;1;50.2;8.2
P3;90000;3;'=HYPERLINK("made up") as a name;culture;None;0;None;None
P4;10000.50;2;Library on wheels;education;families with children;1;50.4;8.4
P5;999999999;0;Withdrawn swimming lesson;sport;children;0;None;None
VOTES
voter_id;vote;age;sex;voting_method;neighborhood
11;P1,P2;34;F;internet;Quarter Alpha
12;P1;15;M;internet;Quarter Alpha
13;P1,P2,P3;71;F;paper;Quarter Beta
14;P2;9;M;paper;Quarter Beta
15;P3,P4;175;O;internet;None
16;P1,P4;None;None;internet;Quarter Alpha,Quarter Beta
17;P1,P2,P3;40;F;internet;Quarter Alpha
18;;52;M;internet;Quarter Beta
