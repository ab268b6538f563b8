"""What each audience needs to know, in order, where ``audiences.yml`` names no needs of its own.

What follows from the record is not among them: the next update, the requests, when it is expected
to work again, the states of components.
"""

from collections.abc import Mapping

from builder.vocabulary.audiences import Need


def _need(identifier: str, english: str, french: str) -> Need:
    return Need(identifier, {"en": english, "fr": french})


_IMPACT = _need("impact", "Customer impact", "Impact client")
_WORKAROUND = _need("workaround", "Workaround", "Contournement")
_PROGRESS = _need("progress", "Progress", "Avancement")

NEEDS: Mapping[str, tuple[Need, ...]] = {
    "executives": (
        _need("outcome", "Outcome", "Résultat"),
        _IMPACT,
        _need("decision", "Decision needed", "Décision attendue"),
        _need("exposure", "Exposure", "Exposition"),
        _need("next-step", "Next step", "Prochaine étape"),
    ),
    "customer-service": (
        _need("say", "Say", "À dire"),
        _need("do-not-say", "Don't say", "À ne pas dire"),
        _need("recognise", "How to recognise", "Comment le reconnaître"),
        _need("tag", "Tag for tickets", "Étiquette des tickets"),
        _WORKAROUND,
        _need("escalate", "Escalate to", "Faire remonter à"),
    ),
    "technical": (
        _IMPACT,
        _need("symptom", "Symptom", "Symptôme"),
        _need("factor", "Suspected factor", "Facteur suspecté"),
        _need("remediation", "Remediation", "Remède"),
        _PROGRESS,
        _need("watch", "What to watch", "À surveiller"),
        _need("freeze", "Do not touch", "Ne pas toucher"),
        _need("help", "Help wanted", "Aide demandée"),
        _need("join", "How to join", "Pour participer"),
    ),
    "business": (
        _need("touches", "What it touches", "Ce qui est touché"),
        _need("marketing", "Marketing", "Marketing"),
        _need("sales", "Sales", "Ventes"),
        _need("legal", "Legal", "Juridique"),
        _need("finance", "Finance", "Finance"),
        _need("statement", "Holding statement", "Déclaration d'attente"),
        _PROGRESS,
        _need("resume", "Prepare to resume", "Reprise à préparer"),
    ),
    "strategic": (
        _need("impact", "Your impact", "Votre impact"),
        _need("doing", "What we do", "Ce que nous faisons"),
        _need("workaround", "What you can do", "Ce que vous pouvez faire"),
        _need("clock", "SLA clock", "Délai contractuel"),
        _need("contact", "Named contact", "Votre contact"),
    ),
}
"""By the audience's id."""
