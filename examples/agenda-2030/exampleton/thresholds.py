"""What the town fixed before the start, for figures that have no threshold elsewhere or a weaker one."""

from __future__ import annotations

THRESHOLDS = """
[[threshold]]
indicator = "E2.3"
subject = "reasoned.in_time"
value = 0.80
smallest_difference = 0.05
unit = "share"
klass = "promise"
source = "Rules of the working groups (synthetic), 4: four in five answered with reasons in 60 days"
set_by = "Council (synthetic)"
frozen_on = 2020-12-15

[[threshold]]
indicator = "E1.2"
value = 0.10
smallest_difference = 0.05
unit = "share"
klass = "promise"
source = "Charter (synthetic), 7: no more than one volunteer hour in ten replaces staff"
set_by = "Council (synthetic)"
frozen_on = 2020-12-15

[[threshold]]
indicator = "E3.4"
value = 0.10
smallest_difference = 0.05
unit = "share"
klass = "set_locally"
source = "Steering group (synthetic), minutes of 15 December 2020"
set_by = "Steering group with users and staff (synthetic)"
frozen_on = 2020-12-15

[[threshold]]
indicator = "E6.1"
value = 0.0
unit = "share"
klass = "promise"
source = "Charter (synthetic), 8: no service depends on taking part unless a rule says so and gives the reason"
set_by = "Council (synthetic)"
frozen_on = 2020-12-15

[[threshold]]
indicator = "E6.2"
subject = "pressed"
value = 0.10
smallest_difference = 0.05
unit = "share"
klass = "set_locally"
source = "Steering group (synthetic), minutes of 15 December 2020"
set_by = "Steering group with users and staff (synthetic)"
frozen_on = 2020-12-15

[[threshold]]
indicator = "D-1"
subject = "*.weakened"
value = 0.33
smallest_difference = 0.05
unit = "share"
klass = "set_locally"
source = "Steering group (synthetic), minutes of 15 December 2020"
set_by = "Steering group with users and staff (synthetic)"
frozen_on = 2020-12-15

[[threshold]]
indicator = "L1.2"
value = 0.80
smallest_difference = 0.10
unit = "ratio"
klass = "set_locally"
source = "Steering group (synthetic), minutes of 15 December 2020"
set_by = "Steering group with users and staff (synthetic)"
frozen_on = 2020-12-15

[[threshold]]
indicator = "E1.7"
subject = "less.non_participant"
value = 0.30
smallest_difference = 0.10
unit = "share"
direction = "high_is_bad"
klass = "set_locally"
source = "Steering group (synthetic), minutes of 15 December 2020"
set_by = "Steering group with users and staff (synthetic)"
frozen_on = 2020-12-15

[[threshold]]
indicator = "E2.5"
subject = "settled.within.60"
value = 0.80
smallest_difference = 0.05
unit = "share"
direction = "low_is_bad"
klass = "promise"
source = "Rules of the working groups (synthetic), 9: four complaints in five settled within 60 days"
set_by = "Council (synthetic)"
frozen_on = 2020-12-15

[[threshold]]
indicator = "E6.8"
subject = "refusals"
value = 0.00
smallest_difference = 0.05
unit = "share"
klass = "promise"
source = "Charter (synthetic), 9: nobody is refused for attitude or for lack of gratitude"
set_by = "Council (synthetic)"
frozen_on = 2020-12-15

[[threshold]]
indicator = "E7.5f"
subject = "options"
value = 0.00
smallest_difference = 0.10
unit = "share"
klass = "promise"
source = "Rules of the working groups (synthetic), 6: each question lets people choose that nothing changes"
set_by = "Council (synthetic)"
frozen_on = 2020-12-15

[[threshold]]
indicator = "E7.8"
subject = "missed"
value = 0.10
smallest_difference = 0.05
unit = "share"
klass = "promise"
source = "Rules of the working groups (synthetic), 5: what many support and can be done gets a reasoned decision"
set_by = "Council (synthetic)"
frozen_on = 2020-12-15

[[threshold]]
indicator = "E7.9"
subject = "threatened"
value = 0.25
smallest_difference = 0.10
unit = "share"
klass = "set_locally"
source = "Steering group (synthetic), minutes of 15 December 2020"
set_by = "Steering group with users and staff (synthetic)"
frozen_on = 2020-12-15

[[threshold]]
indicator = "E7.11"
subject = "signs"
value = 0.00
smallest_difference = 0.50
unit = "count"
klass = "set_locally"
source = "Steering group (synthetic), minutes of 15 December 2020"
set_by = "Steering group with users and staff (synthetic)"
frozen_on = 2020-12-15

[[threshold]]
indicator = "L4.3"
subject = "found"
value = 0.80
smallest_difference = 0.10
unit = "share"
direction = "low_is_bad"
klass = "set_locally"
source = "Steering group (synthetic), minutes of 15 December 2020"
set_by = "Steering group with users and staff (synthetic)"
frozen_on = 2020-12-15

[[threshold]]
indicator = "L6.2"
subject = "notice"
value = 1.00
smallest_difference = 0.10
unit = "share"
direction = "low_is_bad"
klass = "promise"
source = "Rules of the working groups (synthetic), 2: meetings are announced fifteen days before"
set_by = "Council (synthetic)"
frozen_on = 2020-12-15

[[threshold]]
indicator = "PW-3"
subject = "citizens.months_24"
value = 1.00
smallest_difference = 0.10
unit = "share"
direction = "low_is_bad"
klass = "promise"
source = "Charter (synthetic), 11: what citizens share in they share in for the term of the Agenda"
set_by = "Council (synthetic)"
frozen_on = 2020-12-15
"""
