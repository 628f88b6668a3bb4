/// One JSON object, member by member in the order they are added, alone or as the argument of a function.
struct ScriptObject {
    private var output: [UInt8]
    private let end: String
    private var isEmpty = true

    /// - Parameter function: our own name of the function that the script calls with the object.
    init(function: String? = nil) {
        output = Array((function.map { "\($0)({" } ?? "{").utf8)
        end = function == nil ? "}" : "});\n"
    }

    mutating func add(_ name: String, _ value: Int) { add(name) { $0.append(contentsOf: "\(value)".utf8) } }

    mutating func add(_ name: String, _ value: Double) { add(name) { ScriptText.append(value, to: &$0) } }

    mutating func add(_ name: String, _ value: Bool) { add(name) { $0.append(contentsOf: "\(value)".utf8) } }

    mutating func add(_ name: String, _ value: [Int]?) {
        add(name) { $0.append(contentsOf: (value.map { "\($0)" } ?? "null").utf8) }
    }

    mutating func add(_ name: String, _ value: String?) {
        add(name) { output in
            if let value { ScriptText.append(value, to: &output) } else { output.append(contentsOf: "null".utf8) }
        }
    }

    mutating func add(_ name: String, base64 bytes: [UInt8]) { add(name) { ScriptText.append(base64: bytes, to: &$0) } }

    mutating func add(_ name: String, _ window: ViewerWindow) {
        add(name) { $0.append(contentsOf: Self.object(of: window)) }
    }

    mutating func add(_ name: String, _ windows: [ViewerWindow]) {
        add(name) { output in
            output.append(UInt8(ascii: "["))
            output.append(contentsOf: windows.map(Self.object(of:)).joined(separator: [UInt8(ascii: ",")]))
            output.append(UInt8(ascii: "]"))
        }
    }

    mutating func add(_ name: String, _ spacing: ViewerScript.Spacing?) {
        add(name) { output in
            guard let spacing else { return output.append(contentsOf: "null".utf8) }
            var object = ScriptObject()
            object.add("row", spacing.row)
            object.add("column", spacing.column)
            object.add("kind", spacing.kind.rawValue)
            output.append(contentsOf: object.finished())
        }
    }

    func finished() -> [UInt8] { output + Array(end.utf8) }

    private static func object(of window: ViewerWindow) -> [UInt8] {
        var object = ScriptObject()
        if let name = window.name { object.add("name", name) }
        func linear(_ function: String, _ center: Double, _ width: Double) {
            object.add("function", function)
            object.add("center", center)
            object.add("width", width)
        }
        switch window.shape {
        case .linear(let center, let width): linear("LINEAR", center, width)
        case .linearExact(let center, let width): linear("LINEAR_EXACT", center, width)
        case .sigmoid(let center, let width): linear("SIGMOID", center, width)
        case .table(let first, let bits, let values):
            object.add("function", "TABLE")
            object.add("first", first)
            object.add("bits", bits)
            object.add("values", base64: values.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] })
        }
        return object.finished()
    }

    private mutating func add(_ name: String, _ write: (inout [UInt8]) -> Void) {
        if !isEmpty { output.append(UInt8(ascii: ",")) }
        isEmpty = false
        ScriptText.append(name, to: &output)
        output.append(UInt8(ascii: ":"))
        write(&output)
    }
}
