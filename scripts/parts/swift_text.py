"""Just enough Swift reading for scripts/check: code without its comments and strings, and where functions end."""

import re

# Where blanking has something to decide. A regular expression literal starts after an opening or an operator only.
_INTERESTING = re.compile(r'//|/\*|#*"""|#*"|#+/|(?<=[(=,:\[!&|?{])\s*/(?=[^\s/*][^\n]*?[^\\]/)')

_ATTRIBUTE = r"@\w+(?:\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))?"
_MODIFIER = (
    rf"(?:(?:{_ATTRIBUTE}|public|package|private|fileprivate|internal|static|class|final|override|mutating"
    r"|nonmutating|convenience|required|nonisolated|borrowing|consuming)(?:\(\w+\))?\s+)*"
)
_DECLARATION = re.compile(
    rf"^[ \t]*{_MODIFIER}(?:func\s+([^\s(<]+)|(init)\b[?!]?\s*[(<]|(deinit)\b|(subscript)\s*[(<]"
    r"|var\s+(\w+)\s*:[^={\n]+(?=\{\s*$))",
    re.M,
)
_NEXT_DECLARATION = re.compile(rf"[ \t]*{_MODIFIER}(?:func|init|deinit|subscript|var|let|case|struct|enum|protocol)\b")


def code_only(text):
    """The same text, same length and lines, with comments and the insides of strings turned into blanks."""
    out, at = [], 0
    while found := _INTERESTING.search(text, at):
        out.append(text[at : found.start()])
        mark = found.group()
        if mark == "//":
            end = text.find("\n", found.end())
            end = len(text) if end < 0 else end
            out.append(_blank(text[found.start() : end]))
        elif mark == "/*":
            end = _comment_end(text, found.end())
            out.append(_blank(text[found.start() : end]))
        elif mark.endswith('"'):
            end = _string(text, found.start(), mark, out)
        else:
            close = text.find("/" + "#" * mark.count("#"), found.end())
            end = len(text) if close < 0 else close + 1 + mark.count("#")
            out.append(_blank(text[found.start() : end]))
        at = end
    out.append(text[at:])
    return "".join(out)


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def _comment_end(text, at):
    depth = 1
    for found in re.compile(r"/\*|\*/").finditer(text, at):
        depth += 1 if found.group() == "/*" else -1
        if depth == 0:
            return found.end()
    return len(text)


def _string(text, start, mark, out):
    """Blanks one string literal into `out`, keeping the code of its interpolations. Returns where it ends."""
    hashes = "#" * mark.count("#")
    quote = mark[len(hashes) :]
    token = re.compile(rf"\\{hashes}\(|\\{hashes}.|{quote}{hashes}" + ("" if quote == '"""' else r"|\n"), re.S)
    at = start + len(mark)
    out.append(mark)
    while found := token.search(text, at):
        out.append(_blank(text[at : found.start()]))
        if found.group().endswith("(") and found.group().startswith("\\"):
            end = _interpolation_end(text, found.end())
            out.append(" " * len(found.group()) + code_only(text[found.end() : end - 1]) + " ")
            at = end
        elif found.group().startswith("\\"):
            out.append(_blank(found.group()))
            at = found.end()
        else:
            out.append(found.group())
            return found.end()
    out.append(_blank(text[at:]))
    return len(text)


def _interpolation_end(text, at):
    depth = 1
    while depth and at < len(text):
        if text[at] == '"':
            inner = re.compile(r'(?:[^"\\]|\\.)*"').match(text, at + 1)
            at = inner.end() if inner else len(text)
            continue
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        at += 1
    return at


def functions(code):
    """(name, first line, number of lines) of each function, initialiser and multi-line computed property."""
    for found in _DECLARATION.finditer(code):
        start = _body_start(code, found.end())
        if start is None:
            continue
        depth = 0
        for brace in re.compile(r"[{}]").finditer(code, start):
            depth += 1 if brace.group() == "{" else -1
            if depth == 0:
                # From the name on: a test's table of arguments stands in front of it and is data.
                start_of_name = found.start(found.lastindex)
                line = code.count("\n", 0, start_of_name) + 1
                yield found.group(found.lastindex), line, code.count("\n", start_of_name, brace.start()) + 1
                break


def _body_start(code, at):
    """The opening brace of a declaration's body; None for a requirement of a protocol, which has none."""
    depth = 1 if code[at - 1] in "(" else 0
    for found in re.compile(r"[()\[\]{}\n]").finditer(code, at):
        mark = found.group()
        if mark in "([":
            depth += 1
        elif mark in ")]":
            depth -= 1
        elif depth == 0 and mark == "{":
            return found.start()
        elif depth == 0 and (mark == "}" or mark == "\n" and _NEXT_DECLARATION.match(code, found.end())):
            return None
    return None
