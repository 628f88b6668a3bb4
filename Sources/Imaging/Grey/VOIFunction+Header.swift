import DICOM

extension VOIFunction {
    /// The functions that a header offers: tables first, windows after them, each in its order.
    ///
    /// The standard lets a viewer choose where both are present (PS3.3 §C.11.2.1). Tables come first because they are what
    /// the manufacturer shaped for this film, and the window its stand-in for simple viewers; pydicom and DCMTK's
    /// presentation states choose alike.
    /// - Parameters:
    ///   - frame: zero-based; each frame of a multi-frame image may have its own.
    ///   - isInputSigned: whether modality values may be negative: decides how tables state their first input.
    static func all(
        in dataSet: DataSet, frame: Int, isInputSigned: Bool
    ) -> (functions: [VOIFunction], notes: [String]) {
        let source = dataSet.functionalGroup(.frameVOILUT, ofFrame: frame)
        let tables = tables(in: source, isInputSigned: isInputSigned)
        let windows = windows(in: source)
        return (tables.functions + windows.functions, tables.notes + windows.notes)
    }

    private static func tables(
        in dataSet: DataSet, isInputSigned: Bool
    ) -> (functions: [VOIFunction], notes: [String]) {
        var (functions, notes) = ([VOIFunction](), [String]())
        let items = dataSet.items(.voiLUTSequence)
        for (index, item) in items.prefix(mostFunctions).enumerated() {
            switch LookUpTable.read(item, isInputSigned: isInputSigned) {
            case .unusable(let flaw): notes.append("VOI LUT \(index + 1) was not used: \(flaw).")
            case .table(let table, let remark):
                if let remark { notes.append("VOI LUT \(index + 1): \(remark).") }
                functions.append(
                    VOIFunction(
                        name: item.string(.lutExplanation).named(otherwise: "VOI LUT \(index + 1)"),
                        kind: .table(first: table.first, bits: table.bits, values: table.values)))
            }
        }
        return (functions, notes)
    }

    private static func windows(in dataSet: DataSet) -> (functions: [VOIFunction], notes: [String]) {
        let (centers, widths) = (values(.windowCenter, in: dataSet), values(.windowWidth, in: dataSet))
        var (functions, notes) = ([VOIFunction](), [String]())
        if centers.count != widths.count {
            notes.append("There are \(centers.count) Window Centers and \(widths.count) Widths; only pairs were used.")
        }
        let shape = Shape(dataSet, hasWindows: !centers.isEmpty, &notes)
        let explanations = dataSet.strings(.windowCenterWidthExplanation)
        for (index, (center, width)) in zip(centers, widths).prefix(mostFunctions).enumerated() {
            guard let center, let width, let kind = shape.kind(center: center, width: width) else {
                notes.append(
                    "Window \(index + 1) was not used: its width or centre is not a number that may stand there.")
                continue
            }
            let explanation = index < explanations.count ? explanations[index] : nil
            functions.append(VOIFunction(name: explanation.named(otherwise: "Window \(index + 1)"), kind: kind))
        }
        return (functions, notes)
    }

    /// Number by number, `nil` where there is none, without the empty ones at the end.
    private static func values(_ tag: Tag, in dataSet: DataSet) -> [Double?] {
        let (numbers, texts) = (dataSet.numbers(tag), dataSet.strings(tag))
        guard numbers.count < texts.count else { return numbers }
        // A trailing backslash makes an empty text; an empty place between two numbers stays.
        let count = (texts.lastIndex { !$0.isEmpty } ?? -1) + 1
        return texts.prefix(count).map { Double(tolerant: $0) }
    }

    /// More than anybody chooses from; a hostile header may hold thousands.
    private static let mostFunctions = 32
}

/// VOI LUT Function (0028,1056), which holds for all windows of a header. Standard: PS3.3 §C.11.2.1.3.
private enum Shape {
    case linear, linearExact, sigmoid

    init(_ dataSet: DataSet, hasWindows: Bool, _ notes: inout [String]) {
        switch dataSet.string(.voiLUTFunction)?.uppercased() {
        case "LINEAR", nil: self = .linear
        case "LINEAR_EXACT": self = .linearExact
        case "SIGMOID": self = .sigmoid
        case .some(let other):
            if hasWindows { notes.append("VOI LUT Function \(other.prefix(16)) is unknown; LINEAR was used.") }
            self = .linear
        }
    }

    /// `nil` for a width that the standard forbids, and for numbers that leave no room for arithmetic.
    func kind(center: Double, width: Double) -> VOIFunction.Kind? {
        guard abs(center) <= 1e12, width <= 1e12 else { return nil }
        return switch self {
        case .linear: width >= 1 ? .linear(center: center, width: width) : nil
        case .linearExact: width > 0 ? .linearExact(center: center, width: width) : nil
        case .sigmoid: width > 0 ? .sigmoid(center: center, width: width) : nil
        }
    }
}

extension Optional<String> {
    /// A name of at most 64 characters.
    fileprivate func named(otherwise name: String) -> String {
        guard let self, !self.isEmpty else { return name }
        return String(self.prefix(64))
    }
}
