"""What this process and the cache hold of compiled designs, handed to the engine."""

from django.core.cache import cache

from badges.engine.stamps.compilations import Compilations, Load, Supplies

COMPILATIONS = Compilations(cache)


def supplies(load: Load) -> Supplies:
    return Supplies(load, COMPILATIONS)
