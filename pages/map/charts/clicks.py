"""What both maps have: how high they are, the layer that clicks meet, and what was clicked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pydeck as pdk

MAP_HEIGHT = 600
PICKED = "pick"
MARK = "mark"


def picked_districts(url: str, state: str, **lifted: Any) -> pdk.Layer:  # noqa: ANN401 - properties of a layer
    """The layer that clicks on districts meet: seen by nobody, yet picked; named after what is chosen."""
    return pdk.Layer(
        "GeoJsonLayer",
        id=f"{PICKED}-{state}",
        data=url,
        stroked=False,
        get_fill_color=[0, 0, 0, 255],
        opacity=1e-7,
        pickable=True,
        **lifted,
    )


def clicked_code(event: dict[str, Any]) -> str:
    """The code of the point or, where none was hit, of the district that was clicked; or nothing."""
    hits = {name: objects[0] for name, objects in event["selection"]["objects"].items() if objects}
    for name, hit in hits.items():
        if name.startswith(MARK):
            return str(hit["code"])
    return next((str(hit["properties"]["code"]) for name, hit in hits.items() if name.startswith(PICKED)), "")


def by_code(values: Mapping[str, object], otherwise: object) -> str:
    """A deck.gl expression that gives a feature what belongs to its code: a colour, a height."""
    cases = "".join(f"properties.code == '{code}' ? {value} : " for code, value in values.items())
    return f"{cases}{otherwise}"
