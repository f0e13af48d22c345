META
key;value
description;Municipal PB in Sampleton
country;Worldwide
unit;Sampleton
instance;2032
num_projects;3
num_votes;4
budget;50000
vote_type;cumulative
rule;greedy-threshold
date_begin;01.06.2032
date_end;15.06.2032
min_sum_points;1
max_sum_points;5
min_project_score_threshold;4
currency;EUR
PROJECTS
project_id;cost;votes;score;name;selected;beneficiaries
1;20000;3;9;Music in the yard;1;youth
2;25000;2;6;Roof for the market;1;adults
3;5000;1;3;Painted crossing;0;children
VOTES
voter_id;vote;points;age;sex
1;1,2;3,2;19;F
2;1;5;44;F
3;2,1;4,1;67;M
4;3;3;30;M
