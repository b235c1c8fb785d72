"""What is taken where a question names nothing: the accelerator to work with, and where large providers compute."""

from __future__ import annotations

from knowledge.checked import Checked


class Usual(Checked):
    """Ids of what is taken where nothing is named.

    `accelerator` is what models are trained and served on, `compared_with` what one would rather compare with it or
    with another, most usual first. `serving_place` is where the servers of large providers mostly stand, `world` the
    place whose figures stand in for those that a country lacks.
    """

    accelerator: str
    compared_with: tuple[str, ...]
    serving_place: str
    world: str

    def rival_of(self, accelerator_id: str) -> str:
        """What an accelerator is compared with where nothing is named: the most usual one that is another."""
        return next((one for one in self.compared_with if one != accelerator_id), self.accelerator)
