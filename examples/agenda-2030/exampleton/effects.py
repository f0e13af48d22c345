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

    # Evil 3: of 40 events, those with no added value at all and those of which this is not known.
    events_without_value: int = 2
    events_of_unknown_value: int = 1

    # Evil 4: chance of taking part against everybody else, at each of two steps (the product counts).
    step_of_tenants: float = 1.0
    step_of_lower_education: float = 1.0
    # Chance that a statement of opinion group B is moderated out, against others within the same topic.
    moderation_of_b: float = 1.0

    # Evil 5: benefits per head grow with the power `benefit_gradient` of the area's wealth rank (0..1).
    benefit_gradient: float = 0.0
    # Share of all contributions that twelve heavy authors write besides their equal chance.
    heavy_authors: float = 0.0

    # Evil 6: services with an unjustified condition, and the share of users who feel pressed.
    unjustified_services: tuple[str, ...] = ()
    pressed_if_poor: float = 0.05
    pressed_otherwise: float = 0.05

    # Evil 7: one irreversible decision before the input closed; the duality of public values.
    foreclosed: bool = False
    duality: bool = False
    goals_reversed: bool = False


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
)
