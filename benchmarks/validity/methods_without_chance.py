"""Methods whose figures carry no sampling interval of their own, so that no experiment can ask how often it holds."""

COUNTED = "a complete count; its interval is the count itself, what is unknown stands as bounds"
A_TEST = "a test with a p value and no interval; its size is checked in tests/statistics"

WITHOUT_CHANCE = {
    "share_of_register": COUNTED,
    "count_of_register": COUNTED,
    "sum_of_register": COUNTED,
    "safe_count": "a number of people to the nearest five; what the rounding leaves possible stands as bounds",
    "mean_of_register": COUNTED,
    "relative_level": COUNTED,
    "substitution_in_register": COUNTED,
    "gini": COUNTED,
    "unbiased_hhi": COUNTED,
    "concentration_index": COUNTED,
    "wagstaff_index": COUNTED,
    "erreygers_index": COUNTED,
    "placebo_rank": "a place among the services compared, counted",
    "equal_chance_mean": "an expectation, computed exactly",
    "substitution_at_most": "bounds from totals, not an interval of chance",
    "r_score": "the platform’s own figure over everybody counted",
    "decidim_band": "a band of a percentage, as the platform prints it",
    "group_informed_consensus": "a product over the votes cast, counted",
    "support_of_every_group": "counts statements; its ends take the Wilson ends of every group’s share, covered there",
    "wording_in_common": "texts compared one by one",
    "near_duplicates": "texts compared one by one",
    "mantel_haenszel_permutation": A_TEST,
    "permutation_logrank": A_TEST,
    "kendalls_w_permutation": A_TEST,
    "attainment_exact": A_TEST,
    "attainment_permutation": A_TEST,
    "sign_test": A_TEST,
}
