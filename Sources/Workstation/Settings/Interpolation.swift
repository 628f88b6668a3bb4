/// The `%` syntax of configparser: `%%` is one `%`, `%(name)s` is the value of `name` in the same section.
package struct Interpolation {
    /// Nesting of references, as in configparser.
    static let maxDepth = 10
    /// Substitutions in one value; without it, ten levels of many references each would never end.
    static let maxSubstitutions = 1000
    /// Bytes one value may grow to.
    static let maxLength = 1 << 16

    package enum Failure: Error, Equatable {
        case missing(String)
        case tooDeep(String)
    }

    /// A `%` that is neither `%%` nor a reference was found and kept; configparser would have refused it.
    package private(set) var hasLonePercent = false
    /// Every name that was asked for.
    package private(set) var used: Set<String> = []
    private var substitutions = 0

    package init() {}

    /// - Parameter lookup: the raw text of a lower-cased key; `isFinal` says that it holds no `%` syntax.
    package mutating func resolve(
        _ raw: String, depth: Int = 0, lookup: (String) -> (text: String, isFinal: Bool)?
    ) throws(Failure) -> String {
        var result = ""
        var rest = raw[...]
        while let percent = rest.firstIndex(of: "%") {
            result += rest[..<percent]
            rest = rest[rest.index(after: percent)...]
            if rest.first == "%" {
                result += "%"
                rest = rest.dropFirst()
            } else if let (name, after) = Self.reference(rest) {
                result += try value(of: name, depth: depth, lookup: lookup)
                rest = after
            } else {
                hasLonePercent = true
                result += "%"
            }
            guard result.utf8.count <= Self.maxLength else { throw .tooDeep("too long a text") }
        }
        return result + rest
    }

    /// `(name)s` right after the percent sign.
    private static func reference(_ rest: Substring) -> (name: String, after: Substring)? {
        guard rest.first == "(", let close = rest.firstIndex(of: ")") else { return nil }
        let after = rest[rest.index(after: close)...]
        guard after.first == "s" else { return nil }
        return (rest[rest.index(after: rest.startIndex)..<close].lowercased(), after.dropFirst())
    }

    private mutating func value(
        of name: String, depth: Int, lookup: (String) -> (text: String, isFinal: Bool)?
    ) throws(Failure) -> String {
        used.insert(name)
        substitutions += 1
        guard depth < Self.maxDepth, substitutions <= Self.maxSubstitutions else { throw .tooDeep("%(\(name))s") }
        guard let (text, isFinal) = lookup(name) else { throw .missing("%(\(name))s") }
        return isFinal ? text : try resolve(text, depth: depth + 1, lookup: lookup)
    }
}
