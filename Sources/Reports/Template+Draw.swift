/// What a template may ask for. Every value is already worded and rounded.
///
/// A name that has no value is simply absent: nothing is drawn, and its section is skipped.
package enum Field: Sendable, Equatable {
    case text(String)
    case flag(Bool)
    case group(Fields)
    case rows([Fields])
}

package typealias Fields = [String: Field]

extension Field: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral {
    package init(stringLiteral value: String) { self = .text(value) }
    package init(booleanLiteral value: Bool) { self = .flag(value) }

    /// `nil`, and so no field at all, when there are no words.
    static func words(_ text: String?) -> Field? {
        guard let text, !text.isEmpty else { return nil }
        return .text(text)
    }

    /// `nil`, and so no field at all, when there are no rows.
    static func list(_ rows: [Fields]) -> Field? { rows.isEmpty ? nil : .rows(rows) }
}

extension Template {
    /// The finished page. `fields` are asked from the last to the first, so that a page may speak over the frame.
    package func draw(_ fields: [Fields], expectedSize: Int = 16_384) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(expectedSize)
        var stack = fields
        Self.draw(pieces, &stack, into: &output)
        return output
    }

    private static func draw(_ pieces: [Piece], _ stack: inout [Fields], into output: inout [UInt8]) {
        for piece in pieces {
            switch piece {
            case .bytes(let bytes):
                output += bytes
            case .words(let name):
                if case .text(let text)? = value(name, stack) { HTMLText.append(text, to: &output) }
            case .section(let name, let inner):
                drawSection(value(name, stack), inner, &stack, into: &output)
            case .inverted(let name, let inner):
                if !isPresent(value(name, stack)) { draw(inner, &stack, into: &output) }
            }
        }
    }

    private static func drawSection(
        _ field: Field?, _ inner: [Piece], _ stack: inout [Fields], into output: inout [UInt8]
    ) {
        switch field {
        case nil, .flag(false): break
        case .flag(true), .text: draw(inner, &stack, into: &output)
        case .group(let fields):
            stack.append(fields)
            draw(inner, &stack, into: &output)
            stack.removeLast()
        case .rows(let rows):
            for row in rows {
                stack.append(row)
                draw(inner, &stack, into: &output)
                stack.removeLast()
            }
        }
    }

    private static func isPresent(_ field: Field?) -> Bool {
        switch field {
        case nil, .flag(false): false
        case .rows(let rows): !rows.isEmpty
        default: true
        }
    }

    private static func value(_ name: String, _ stack: [Fields]) -> Field? {
        for fields in stack.reversed() {
            if let field = fields[name] { return field }
        }
        return nil
    }
}
