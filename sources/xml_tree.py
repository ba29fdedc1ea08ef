"""XML of services and of office files, read by the standard parser told to refuse what makes XML dangerous.

A document type, an entity of its own, more depth or more bytes than any honest file needs: refused, before anything
is expanded. ``root = parse(content)``, then ``root.find("entry")``, ``root.every("title")``, ``root.words``.
"""

from __future__ import annotations

import xml.parsers.expat as expat

__all__ = ["Node", "feeder", "local", "parse"]

LARGEST = 64 << 20
DEEPEST = 200


class Node:
    """An element.

    Attributes
    ----------
    name : str
        Without its prefix.
    attributes : dict
        Names without prefix too.
    children : list of Node
    text : str
        Its own words, those of its children left out.
    """

    __slots__ = ("attributes", "children", "name", "text")

    def __init__(self, name, attributes):
        self.name, self.attributes, self.children, self.text = name, attributes, [], ""

    def every(self, *names):
        """Yield the elements anywhere below that have one of these names, in order."""
        for child in self.children:
            if child.name in names:
                yield child
            yield from child.every(*names)

    def find(self, *path):
        """Return the first element below whose ancestors have these names, None where there is none.

        Parameters
        ----------
        *path : str
            ``find("citation", "title")``: a title anywhere below a citation anywhere below.
        """
        name, rest = path[0], path[1:]
        for found in self.every(name):
            inner = found.find(*rest) if rest else found
            if inner is not None:
                return inner
        return None

    def said(self, *path):
        """Return all the words of `find`'s element, "" where there is none."""
        found = self.find(*path)
        return "" if found is None else found.words

    @property
    def words(self):
        """All the words of the element and of those below, blanks around taken off."""
        return " ".join(part for part in (self.text.strip(), *(c.words for c in self.children)) if part)


def local(name):
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


def feeder(start, end, words):
    """Return a parser that refuses document types and entities.

    Parameters
    ----------
    start, end, words : callable
        ``start(name, attributes)``, ``end(name)``, ``words(text)``.

    Returns
    -------
    callable
        ``feed(bytes, last)``; raises ValueError for what is not well-formed, or not harmless.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_words):
        raise ValueError("XML with a document type or entities")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, words

    def feed(data, last=False):
        try:
            parser.Parse(data, last)
        except expat.ExpatError as error:
            raise ValueError("XML: {}".format(error)) from error

    return feed


def parse(content, largest=LARGEST):
    """Return the root of a document.

    Parameters
    ----------
    content : bytes
    largest : int, optional
        Bytes past which it is refused.

    Raises
    ------
    ValueError
        What is not well-formed, has a document type or entities, or is out of all proportion.
    """
    if len(content) > largest:
        raise ValueError("XML of {} bytes".format(len(content)))
    top = Node("", {})
    path = [top]

    def start(name, attributes):
        if len(path) > DEEPEST:
            raise ValueError("XML too deep")
        node = Node(local(name), {local(key): value for key, value in attributes.items()})
        path[-1].children.append(node)
        path.append(node)

    def end(_name):
        path.pop()

    def words(text):
        path[-1].text += text

    feeder(start, end, words)(content, True)
    return top.children[0]
