"""The effects that are planted, with their true sizes, and the same town without any of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """The true size of each effect; the defaults are those of a town in which nothing is wrong."""

    # Evil 1: paid hours and real money per eligible user of the co-produced service, after / before.
    effort: float = 1.0
    # Visits per eligible user of the renting users of that service, after / before.
    visits_of_renting_users: float = 1.0
    # Share of the additional volunteer hours that replaces paid hours in the task "accompanied_shopping".
    substitution: float = 0.0
    # Of the nine duties that moved out of the public body: with money, with a step-in duty (yes, unknown).
    duties_moved_with_money: int = 9
    duties_moved_with_fallback: int = 9
    duties_moved_fallback_unknown: int = 0
    # Savings in the public launch papers / savings booked.
    savings_disclosed: float = 1.0

    # Share of those who do not take part who say that the body does less.
    body_does_less_outside: float = 0.20

    # Faults in what is written by hand (promises, plans, duties, rights, documents): see faults.py.
    faults: bool = False

    # Evil 2: how a contribution ends in the long run ...
    ends_reasoned: float = 0.92
    ends_without_reasons: float = 0.02
    ends_withdrawn: float = 0.02
    ends_merged: float = 0.02
    # ... and the chance that a reasoned answer comes within 60 days, poorer and better-off half of the areas.
    prompt_in_poorer_areas: float = 0.93
    prompt_in_better_off_areas: float = 0.93
    # What an answer says: done, accepted, partly, deferred, rejected.
    fates: tuple[float, float, float, float, float] = (0.15, 0.25, 0.20, 0.15, 0.25)
    # Chance of closing in a month, sites and initiatives.
    closing_if_public: float = 0.004
    closing_if_association: float = 0.004
    # Chance that a complaint is settled within 60 days; inspections done of the four planned each year.
    settled_within_60_days: float = 0.95
    inspections_done: int = 4
    # In the last third of the meetings, attendance of volunteers and co-producing users against before.
    partners_return: float = 1.0

    # Evil 3: of 40 events, those with no added value at all and those of which this is not known.
    events_without_value: int = 2
    events_of_unknown_value: int = 1

    # Evil 4: chance of taking part against everybody else, at each of two steps (the product counts).
    step_of_tenants: float = 1.0
    step_of_lower_education: float = 1.0
    # Chance that a statement of opinion group B is moderated out, against others within the same topic.
    moderation_of_b: float = 1.0
    # Occasions of petition, protest, information request and appeal a day, since the start / before.
    voices: float = 1.0
    # Of those refused, applicants for whose refusal no rule is named.
    refused_without_rule: int = 0
    # Degrees by which people of low income find the others treated more evenly than themselves.
    uneven_if_poor: float = 0.0
    # Shape of the gamma spread of how often people take the floor; infinite = all alike.
    floor_shape: float = float("inf")
    # Chance, against others, that a new tie between people of different tenure is made.
    ties_across_tenure: float = 1.0
    # Share of outsiders who find a given answer in what is published; gain in knowledge of participants.
    outsiders_find: float = 0.95
    knowledge_gained: float = 0.0
    # Days by which meetings are announced earlier than ten to twenty-four days before.
    earlier_notice: int = 6

    # Evil 5: benefits per head grow with the power `benefit_gradient` of the area's wealth rank (0..1).
    benefit_gradient: float = 0.0
    # Share of all contributions that twelve heavy authors write besides their equal chance.
    heavy_authors: float = 0.0
    # Results that go to individuals, to groups and to all.
    kinds_of_benefit: tuple[float, float, float] = (0.2, 0.3, 0.5)
    # Chance of being let in, with a tie to an insider and without one.
    admitted_with_tie: float = 0.80
    admitted_without_tie: float = 0.80
    # Requirements of each of the four later calls (the four earlier ones ask for two each).
    later_requirements: int = 2
    # Degree to which those who do not take part feel able to (participants: 2.6).
    able_outside: float = 2.6
    # Standard deviation between units of a service in the chance of being served, on the log-odds scale.
    spread_of_units: float = 0.0
    # Share of those who do not take part who name care first, instead of the participants' priorities.
    other_priorities: float = 0.0
    # Repeated reports a day and problem, most deprived and least deprived area; problems of an area by half.
    report_rates: tuple[float, float] = (0.035, 0.035)
    problems_of_an_area: tuple[int, int] = (7, 7)

    # Evil 6: services with an unjustified condition, and the share of users who feel pressed.
    unjustified_services: tuple[str, ...] = ()
    pressed_if_poor: float = 0.05
    pressed_otherwise: float = 0.05
    # Points of quality that those who do not contribute get less; share of refusals for attitude or gratitude.
    quality_lost: float = 0.0
    refused_for_attitude: float = 0.0
    # Chance that an attendance is work, in the poorer and in the better-off half of the areas.
    work_in_poorer_areas: float = 0.3
    work_in_better_off_areas: float = 0.3
    # Degrees of burden that users of low income bear more; share of the eligible who are reached from 2022 on.
    burden_if_poor: float = 0.0
    reached: float = 0.6

    # Evil 7: one irreversible decision before the input closed; the duality of public values.
    foreclosed: bool = False
    duality: bool = False
    goals_reversed: bool = False
    # Chance of being adopted at least in part if a contribution fits the earlier plan, and if not.
    adopted_if_planned: float | None = None
    # Chance that the synthesis gives a contribution, against the plan and otherwise.
    kept_if_critical: float = 0.65
    kept_otherwise: float = 0.65
    staff_votes: int = 0
    # Degrees of influence that experience falls short of expectation; points of trust lost by participants.
    influence_short: float = 0.0
    trust_lost: float = 0.0
    # Share of those who feel threatened, inside and among participants, and outside.
    threatened: float = 0.10
    threatened_outside: float = 0.10
    # Of twelve questions of the consultation, those without a choice that people may want to make.
    questions_without_a_choice: int = 0
    # Criteria of public-value failure for which two interviews show it.
    failures: tuple[str, ...] = ()

    # Questions: chance that a goal is reached, of groups inside and outside the body.
    goals_reached_inside: float = 0.7
    goals_reached_outside: float = 0.7


NOTHING = Effects()

PLANTED = Effects(
    effort=0.78,
    visits_of_renting_users=0.65,
    substitution=0.90,
    duties_moved_with_money=4,
    duties_moved_with_fallback=2,
    duties_moved_fallback_unknown=1,
    savings_disclosed=0.30,
    ends_reasoned=0.68,
    ends_without_reasons=0.10,
    ends_withdrawn=0.04,
    ends_merged=0.03,
    # 0.68 times these is 0.25 in the poorer and 0.65 in the better-off half, which makes 0.45.
    prompt_in_poorer_areas=0.25 / 0.68,
    prompt_in_better_off_areas=0.65 / 0.68,
    fates=(0.06, 0.10, 0.14, 0.20, 0.50),
    closing_if_association=0.020,
    events_without_value=14,
    events_of_unknown_value=3,
    # Two steps of 0.577 (the square root of a third) make a third.
    step_of_tenants=3**-0.5,
    step_of_lower_education=3**-0.5,
    moderation_of_b=3.0,
    benefit_gradient=1.0,
    heavy_authors=0.60,
    unjustified_services=("social_grocery", "garden_plots"),
    pressed_if_poor=0.80,
    pressed_otherwise=0.23,
    foreclosed=True,
    duality=True,
    goals_reversed=True,
    body_does_less_outside=0.55,
    faults=True,
    settled_within_60_days=0.35,
    inspections_done=2,
    partners_return=0.40,
    voices=0.5,
    refused_without_rule=8,
    uneven_if_poor=1.2,
    floor_shape=0.4,
    ties_across_tenure=0.15,
    outsiders_find=0.35,
    knowledge_gained=0.20,
    earlier_notice=0,
    kinds_of_benefit=(0.5, 0.2, 0.3),
    admitted_with_tie=0.96,
    admitted_without_tie=0.60,
    later_requirements=6,
    able_outside=1.5,
    spread_of_units=1.2,
    other_priorities=0.60,
    report_rates=(0.010, 0.070),
    problems_of_an_area=(7, 6),
    quality_lost=0.9,
    refused_for_attitude=0.40,
    work_in_poorer_areas=0.55,
    work_in_better_off_areas=0.10,
    burden_if_poor=1.4,
    reached=0.48,
    adopted_if_planned=0.57,
    kept_if_critical=0.20,
    kept_otherwise=0.70,
    staff_votes=400,
    influence_short=1.3,
    trust_lost=1.6,
    threatened=0.35,
    threatened_outside=0.70,
    questions_without_a_choice=4,
    failures=("hoarding", "providers", "horizon"),
    goals_reached_inside=0.97,
    goals_reached_outside=0.30,
)
