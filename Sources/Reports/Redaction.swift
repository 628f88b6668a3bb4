import Radiology

/// Takes the patient, the radiologist and their numbers out of free text, for the audience that sees initials.
///
/// A radiologist's dictation and a clinical indication are free text, and free text names people.
/// What is known by name is found by name; any number of 13 digits is taken for a CNP.
package struct Redaction: Sendable {
    private let names: Set<String>
    private let literals: [[UInt8]]
    private let isActive: Bool

    /// Shorter parts of a name (`de`, `Io`) are also words, and stay.
    private static let shortestName = 3
    private static let digitsOfCNP = 13

    package init(for record: ExamRecord, audience: Audience) {
        isActive = audience == .user
        guard isActive else {
            (names, literals) = ([], [])
            return
        }
        let patient = record.exam.patient
        var names: Set<String> = []
        for name in [patient.name, record.radiologistReport?.radiologist ?? ""] {
            Self.eachWord(of: Array(name.utf8)) { word in
                if word.count >= Self.shortestName { names.insert(Self.folded(word)) }
            }
        }
        self.names = names
        var literals = [patient.key.rawValue, patient.hospitalID ?? "", record.radiologistReport?.id ?? ""]
            .filter { $0.utf8.count > Self.shortestName }
        if let birth = patient.birthDate?.description { literals += Self.writings(ofDay: birth) }
        self.literals = literals.map { Array($0.utf8) }
    }

    /// `text` without the people in it: `…` stands where something was.
    package func callAsFunction(_ text: String) -> String {
        guard isActive, !text.isEmpty else { return text }
        var bytes = Array(text.utf8)
        for literal in literals { bytes = Self.replacing(literal, in: bytes) }
        var clean: [UInt8] = []
        clean.reserveCapacity(bytes.count)
        var copied = 0
        Self.eachWord(of: bytes) { word in
            let isCNP = word.count == Self.digitsOfCNP && word.allSatisfy { (0x30...0x39).contains($0) }
            guard isCNP || (word.count >= Self.shortestName && names.contains(Self.folded(word))) else { return }
            let between = bytes[copied..<word.startIndex]
            // A name of several parts leaves one gap.
            if !(copied > 0 && clean.suffix(Self.gap.count) == Self.gap[...] && between.count == 1) {
                clean += between
                clean += Self.gap
            }
            copied = word.endIndex
        }
        clean += bytes[copied...]
        return String(decoding: clean, as: UTF8.self)
    }

    func callAsFunction(_ text: String?) -> String? { text.map { self($0) } }

    private static let gap = Array("[…]".utf8)

    /// A word is a run of letters and digits; every byte of a non-ASCII letter belongs to it.
    private static func eachWord(of bytes: [UInt8], _ body: (ArraySlice<UInt8>) -> Void) {
        var start: Int?
        for index in bytes.indices {
            if isWordByte(bytes[index]) {
                if start == nil { start = index }
            } else if let begin = start {
                body(bytes[begin..<index])
                start = nil
            }
        }
        if let begin = start { body(bytes[begin...]) }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x80...: true
        default: false
        }
    }

    /// Lower case without the diacritics that a keyboard may have lost.
    private static func folded(_ word: ArraySlice<UInt8>) -> String {
        let lower = String(decoding: word, as: UTF8.self).lowercased()
        guard word.contains(where: { $0 >= 0x80 }) else { return lower }
        return String(String.UnicodeScalarView(lower.unicodeScalars.map { plain[$0] ?? $0 }))
    }

    private static let plain: [Unicode.Scalar: Unicode.Scalar] = {
        let families: [(Unicode.Scalar, String)] = [
            ("a", "ăâáàäãåą"), ("c", "çćč"), ("d", "ďđ"), ("e", "éèêëęě"), ("i", "îíìï"), ("l", "ł"), ("n", "ñńň"),
            ("o", "óòôöőõø"), ("r", "ř"), ("s", "șşśš"), ("t", "țţť"), ("u", "úùûüűů"), ("y", "ýÿ"), ("z", "źżž"),
        ]
        var table: [Unicode.Scalar: Unicode.Scalar] = [:]
        for (letter, variants) in families { for variant in variants.unicodeScalars { table[variant] = letter } }
        return table
    }()

    /// `1990-01-14` as people and machines write it.
    private static func writings(ofDay day: String) -> [String] {
        let parts = day.split(separator: "-").map(String.init)
        guard parts.count == 3 else { return [day] }
        let (year, month, date) = (parts[0], parts[1], parts[2])
        let separated = [".", "/", "-", " "].flatMap {
            ["\(date)\($0)\(month)\($0)\(year)", "\(year)\($0)\(month)\($0)\(date)"]
        }
        return separated + [year + month + date]
    }

    private static func replacing(_ literal: [UInt8], in bytes: [UInt8]) -> [UInt8] {
        guard let first = literal.first, bytes.count >= literal.count else { return bytes }
        var result: [UInt8] = []
        var (copied, index) = (0, 0)
        while index <= bytes.count - literal.count {
            if bytes[index] == first, bytes[index...].starts(with: literal) {
                result += bytes[copied..<index] + gap
                index += literal.count
                copied = index
            } else {
                index += 1
            }
        }
        return copied == 0 ? bytes : result + bytes[copied...]
    }
}
