"""The photos of problems, with what the problem is: before, after and on a second look."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS, page="rectification")
def finding_photos(*, units: Codes = None, finding: str = "") -> None:
    """The photos of problems, the last found first: of one problem before (前), after (后) and on a second look (复查).

    One row per photo: finding_code, unit_code, unit_name, street_name, community_code, community_name, place, category,
    description, demand, found_on, rectified_on, verified_on, photo_stage, photo_number (from 1 within the stage), content
    (SHA-256 of the photo as it came), taken_on (null where it is not known or outside the problem's dates), width, height.
    ``finding`` is the number of one problem, which another unit may have as well; empty: all.
    """
