"""Collecting a period: units submit files, the city reviews or gives back, and a publication takes what is ready.

待报 → 已报 → 退回 or 已审 → 已发布; a later submission about the same replaces one that nobody reviewed yet (已替换).
已发布 is never written down: it is what the version in force says it is made of, so neither a roll-back nor a stop
between publishing and bookkeeping can make it wrong.
"""
