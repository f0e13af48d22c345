META
key;value
description;Municipal PB in Sampleton, small projects
country;Worldwide
unit;Sampleton
subunit;small projects
instance;2032
num_projects;3
num_votes;3
budget;9000
vote_type;ordinal
rule;equalshares
date_begin;01.06.2032
date_end;15.06.2032
max_length;3
currency;EUR
PROJECTS
project_id;cost;votes;name;selected;beneficiaries
1;4000;3;Seeds for everybody;1;adults
2;5000;2;Tool library;1;None
3;6000;1;Open stage;0;youth
VOTES
voter_id;vote;age;sex
1;1,2,3;18-29;F
2;2,1;60-79;M
3;1;30-59;O
