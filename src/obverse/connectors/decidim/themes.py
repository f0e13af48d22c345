"""What a row is about: categories and scopes until 0.29, taxonomies since, and which of them are places."""

from __future__ import annotations

from obverse.connectors.decidim.export import Export
from obverse.evidence.importing.extract import FILE, ROW

THEMED = ("proposals", "projects", "debates")
AREAS, TOPICS = "areas", "topics"
# Roots of taxonomies that divide a territory, as installations call them; "~ Scopes" comes from the move from scopes.
_PLACES = (
    "(^|_)(scopes?|ambits?|ambitos?|ambiti|secteurs?|territor[a-z]*|territoires?|districts?|districtes?|distritos?|"
    "distretti|barris?|barrios?|bairros?|quartiers?|quartieri|neighbou?rhoods?|bezirke?|stadtteile?|stadtbezirke?|"
    "arrondissements?|cantons?|municipi[a-z]*|communes?|freguesias?|wijken?|buurten|kaupunginosat?|alueet)(_|$)"
)
# Names of taxonomies are joined by a comma, in some versions as hashes of Ruby with all languages.
_FIRST_NAME = r"""
    label(CASE WHEN regexp_matches(taxonomies, '^\[?\{') THEN regexp_extract(taxonomies, '(=>|:)\s*"([^"]*)"', 2)
        WHEN position(',' IN taxonomy_ids) > 0 THEN split_part(taxonomies, ', ', 1) ELSE taxonomies END)
"""


def tell_themes(export: Export, scopes: str) -> bool:
    """Make ``themes_<kind>`` (id, topic, area, area_name); returns whether scopes were read as areas.

    Scopes may be places or subjects. They are read as places where ``scopes`` says so or, if it says nothing, where
    categories say what the same rows are about; roots of taxonomies that are called like places are places.
    """
    both = " UNION ALL ".join(
        f"SELECT 1 FROM all_{kind} WHERE label(category) <> '' AND label(scope) <> ''" for kind in THEMED
    )
    as_areas = scopes == AREAS or (scopes != TOPICS and bool(export.rows(f"{both} LIMIT 1")))
    export.connection.execute("""
        CREATE TABLE taxonomy_roots AS
        SELECT own.id, label(own.name) AS name, token(COALESCE(third.name, second.name, first.name, '')) AS root
        FROM now_taxonomies AS own
        LEFT JOIN now_taxonomies AS first ON first.id = own.parent_id AND own.parent_id <> ''
        LEFT JOIN now_taxonomies AS second ON second.id = first.parent_id AND first.parent_id <> ''
        LEFT JOIN now_taxonomies AS third ON third.id = second.parent_id AND second.parent_id <> ''
    """)
    is_place = "FALSE" if scopes == TOPICS else f"regexp_matches(root, '{_PLACES}')"
    for kind in THEMED:
        export.connection.execute(f"""
            CREATE TABLE themes_{kind} AS
            WITH listed AS (
                SELECT id, trim(theme) AS theme, place FROM (
                    SELECT id, unnest(string_split(taxonomy_ids, ',')) AS theme,
                           unnest(range(len(string_split(taxonomy_ids, ',')))) AS place
                    FROM all_{kind} WHERE taxonomy_ids <> ''
                )
            ),
            told AS (
                SELECT listed.id,
                       first(name ORDER BY place) FILTER (WHERE NOT {is_place}) AS topic,
                       first(taxonomy_roots.id ORDER BY place) FILTER (WHERE {is_place}) AS area,
                       first(name ORDER BY place) FILTER (WHERE {is_place}) AS area_name
                FROM listed JOIN taxonomy_roots ON taxonomy_roots.id = listed.theme GROUP BY listed.id
            )
            SELECT rows.id, rows.{FILE}, rows.{ROW},
                   COALESCE(NULLIF(label(category), ''), told.topic,
                            CASE WHEN told.id IS NULL AND NOT EXISTS (SELECT 1 FROM taxonomy_roots)
                                 THEN NULLIF({_FIRST_NAME}, '') END,
                            CASE WHEN {"TRUE" if scopes == TOPICS else "FALSE"} THEN label(scope) END, '') AS topic,
                   CASE WHEN {"TRUE" if as_areas else "FALSE"} AND label(scope) <> ''
                        THEN 'scope-' || COALESCE(NULLIF(scope_id, ''), token(scope))
                        WHEN told.area IS NOT NULL THEN 'taxonomy-' || told.area ELSE '' END AS area,
                   CASE WHEN {"TRUE" if as_areas else "FALSE"} AND label(scope) <> '' THEN label(scope)
                        ELSE COALESCE(told.area_name, '') END AS area_name
            FROM all_{kind} AS rows LEFT JOIN told ON told.id = rows.id
        """)
    return as_areas


def areas() -> str:
    """The query for the rows of the table neighbourhood: each area where it stands first."""
    union = " UNION ALL ".join(
        f"SELECT area, area_name, {FILE}, {ROW} FROM themes_{kind} WHERE area <> ''" for kind in THEMED
    )
    return (
        f"SELECT DISTINCT ON (area) area AS id, area_name AS name, {FILE}, {ROW} FROM ({union}) "
        f"ORDER BY area, {FILE}, {ROW}"
    )
