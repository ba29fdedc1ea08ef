"""A small country for the figures of portraits."""

from __future__ import annotations

__all__ = ["Land"]


class Land:
    """Twelve communes in two départements of one région, in three groups; the last goes across the limit."""

    GROUPS = {"G1": ["01001", "01002", "01003", "01004"], "G2": ["02001", "02002"], "G3": ["01005", "02003"]}
    FORMER = {"01099": "01001", "01098": "01001"}
    COMMUNES = ["0100{}".format(i) for i in range(1, 8)] + ["0200{}".format(i) for i in range(1, 6)]

    def communes(self, territory):
        level, code = territory.level, territory.code
        if level == "epci":
            return self.GROUPS[code]
        return [c for c in self.COMMUNES if level in ("fra", "reg") or (level == "com" and c == code) or c[:2] == code]

    def members(self, territory, level):
        communes = self.communes(territory)
        if level == "com":
            return communes
        if level == "epci":
            return sorted(g for g, own in self.GROUPS.items() if set(own) & set(communes))
        return sorted({c[:2] for c in communes}) if level == "dep" else ["R"]

    def parents(self, commune):
        return {"dep": commune[:2], "reg": "R"}

    def name(self, level, code):
        return level + code

    def successor(self, commune):
        return self.FORMER.get(commune, "")
