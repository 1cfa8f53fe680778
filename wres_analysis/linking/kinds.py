"""What kind of link a pair is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from wres_analysis.linking.choice import NOT_LINKED, Pair, Settled, likeness
from wres_analysis.linking.features import PlanPair
from wres_analysis.linking.model import LinkModel
from wres_analysis.linking.texts import ReadyActions
from wres_analysis.linking.wording import FloatArray

ANY_KIND = "link"


def kinds_of(
    links: Collection[Pair],
    ready: ReadyActions,
    pair: PlanPair,
    settled: Settled,
    features: FloatArray,
    model: LinkModel,
    decisions: Mapping[Pair, str],
) -> dict[Pair, str]:
    """The kind of each link: by its number of partners, then by how much of the wording is left."""
    of_old, of_new = Counter(a for a, _ in links), Counter(b for _, b in links)
    old, new = ready.verbatim[ready.text[pair.old]], ready.verbatim[ready.text[pair.new]]
    alike = likeness(features)
    kinds = {}
    for one in links:
        a, b = one
        if decisions.get(one, ANY_KIND) not in (ANY_KIND, NOT_LINKED):
            kinds[one] = decisions[one]
        elif of_old[a] > 1 or of_new[b] > 1:
            kinds[one] = "split" if of_old[a] > 1 else "merged"
        elif old[a] == new[b]:
            kinds[one] = "exact"
        else:
            edited = one in settled.locked or alike[one] >= model.minor_edit
            kinds[one] = "minor_edit" if edited else "reworded"
    return kinds
