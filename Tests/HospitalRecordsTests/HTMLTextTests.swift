import HospitalRecords
import Testing

@Suite("HTML as text")
struct HTMLTextTests {
    @Test(
        "A page becomes the lines that a reader sees",
        arguments: [
            ("a<br>b<BR/>c", "a\nb\nc"), ("<p>a</p><p>b</p>", "a\n\nb\n\n"), ("<div>a</div>b", "a\nb"),
            ("<ul><li>unu</li><li>doi</li></ul>", "- unu\n- doi\n"),
            ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc\n"),
            ("a   b\n\t c", "a b c"), ("<pre>a  b\n c</pre>", "a  b\n c\n"),
            ("<script>if (a<b) {document.write('<p>x</p>')}</script>text", "text"),
            ("<style>p{}</style><head><title>t</title></head>text", "text"), ("<script>never ends", ""),
            ("a<!-- <p>no</p> -->b", "ab"), ("<!DOCTYPE html><html><body>x</body></html>", "x\n"),
            ("nodul < 5 mm", "nodul < 5 mm"), ("a <5 mm", "a <5 mm"), ("a<b", "a<b"), ("a <", "a <"),
            ("<a title=\"x>y\">z</a>", "z"), ("<a title='x>y'>z</a>", "z"), ("<a title=\"open>z", "z"),
            ("&amp;&lt;&gt;&quot;&apos;&#39;", "&<>\"''"), ("F&abreve;r&#259; &#x219;i &Tcedil;", "Fără și Ţ"),
            ("&acirc;&icirc;&Acirc;&eacute;&deg;&micro;&plusmn;", "âîÂé°µ±"), ("&#150;&#133;", "–…"),
            ("a&nbsp;b", "a b"),
            ("&unknown; &; &#; &#x; &#xD800; &#0; AT&T", "&unknown; &; &#; &#x; &#xD800; &#0; AT&T"),
            ("<![CDATA[x]]>y", "y"), ("<?xml version='1.0'?>y", "y"), ("<h1>Titlu</h1>text", "Titlu\n\ntext"),
            // What is not closed does not hide the report.
            ("<html><head><meta charset=utf-8><title>t</title><body><p>Fractură.</p></body></html>", "Fractură.\n\n"),
            ("<p>Nodul <? mm</p><p>stâng</p>", "Nodul <? mm\n\nstâng\n\n"), ("a <! b> c", "a <! b> c"),
            ("a<!-- b<p>c</p>", "a b\nc\n\n"), ("<object>a<p>b</p>", "a\nb\n\n"), ("<del>a", "a"), ("<title>a", "a"),
            // What was struck out does not hold.
            ("<p><del>Fără fractură.</del> Fractură.</p>", "Fractură.\n\n"), ("<s>a</s><span>b</span>", "b"),
            ("<s>a<span>x</span>b</s>c<strike>d</strike>e", "ce"),
            ("</p></div>x", "x"), ("<svg><text>no</text></svg>x", "x"), ("", ""),
        ])
    func lines(html: String, text: String) { #expect(HTMLText.plain(html) == text) }

    @Test(
        "A page made to be slow is read in one pass",
        arguments: [
            "<a b=\"", "<", "<script>", "&", "<!--", "<a ", "<pre>", "<p a='\"", "&amp", "</script", "<del>",
            "<object>", "<![CDATA[",
        ])
    func slow(piece: String) {
        let page = String(repeating: piece, count: 200_000)
        #expect(HTMLText.plain(page).utf8.count <= page.utf8.count)
    }
}
