META
key; value
description; Old PB in Testbury
country; Worldwide
unit; Testbury
instance; 2019
num_projects; 3
num_votes; 4
budget; 1000
vote_type; choose-1
rule; unknown
date_begin; 2019
date_end; 2019
comment; #1: project 7 got selected=2, because the council paid for it from other money.
PROJECTS
project_id; cost; categories; target; selected; district; proposer
5; 600; culture, education; youth; 1; Quarter Gamma; Person One
6; 800; sport; None; 0; Quarter Delta; Association One
7; 1400; culture; youth, adults; 2; Quarter Gamma, Quarter Delta; Person One
VOTES
voter_id; age; sex; education; vote; favourite_colour
1; 34; f; primary; 5; red
2; 51; m; tertiary; 5; blue
2; 51; m; tertiary; 6; blue
4; 19; f; None; 9; green
