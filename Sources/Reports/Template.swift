/// A Mustache template, compiled once into pieces that are ready to be copied.
///
/// Why our own: drawing a film page must take microseconds (an archive has 100 000 of them, for two audiences), and the
/// escaping must look at bytes. A library that compares whole characters lets `"` followed by a combining accent
/// through, which ends an attribute in every browser.
///
/// Spoken here: `{{name}}` (escaped, always), `{{#name}}…{{/name}}`, `{{^name}}…{{/name}}`, `{{>partial}}`,
/// `{{! comment}}`, and the rule that a line holding nothing but such a tag leaves no line behind.
/// Not spoken: `{{{raw}}}` and `{{&raw}}` (refused: nothing goes unescaped), dotted names, `{{.}}`, lambdas, delimiters.
package struct Template: Sendable {
    indirect enum Piece: Sendable {
        case bytes([UInt8])
        case words(String)
        case section(String, [Piece])
        case inverted(String, [Piece])
    }

    let pieces: [Piece]

    /// - Parameter sources: every template by name; partials are looked up here and drawn into this one.
    package init(named name: String, from sources: [String: [UInt8]]) throws(ReportsError) {
        pieces = try Self.compile(name, sources, depth: 0)
    }

    private static let deepestPartial = 8

    private static func compile(
        _ name: String, _ sources: [String: [UInt8]], depth: Int
    ) throws(ReportsError) -> [Piece] {
        guard let source = sources[name], depth <= deepestPartial else {
            throw .templateBroken(name: name, line: 0, problem: "no such partial, or partials without end")
        }
        var scanner = TemplateScanner(name: name, source: source)
        var open: [OpenSection] = [OpenSection(name: "", isInverted: false, pieces: [])]
        while let token = try scanner.next() {
            var top = open.removeLast()
            switch token {
            case .bytes(let bytes): top.pieces.append(.bytes(bytes))
            case .words(let name): top.pieces.append(.words(name))
            case .partial(let partial): top.pieces += try compile(partial, sources, depth: depth + 1)
            case .begin(let section, let isInverted):
                open.append(top)
                top = OpenSection(name: section, isInverted: isInverted, pieces: [])
            case .end(let section):
                guard var outer = open.popLast(), top.name == section else {
                    throw .templateBroken(name: name, line: scanner.line, problem: "{{/\(section)}} closes nothing")
                }
                outer.pieces.append(top.isInverted ? .inverted(section, top.pieces) : .section(section, top.pieces))
                top = outer
            }
            open.append(top)
        }
        guard open.count == 1, let whole = open.first else {
            throw .templateBroken(name: name, line: scanner.line, problem: "a section is not closed")
        }
        return whole.pieces
    }

    private struct OpenSection {
        let name: String
        let isInverted: Bool
        var pieces: [Piece]
    }
}
