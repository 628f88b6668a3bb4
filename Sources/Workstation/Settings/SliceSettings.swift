import Radiology

extension SliceRules {
    /// `[slices]`: a line for each modality whose slices are read, `CT = lung @ middle`. Nothing = none are.
    init(_ reader: inout SettingsReader) {
        var choices: [SliceModality: SliceChoice] = [:]
        for (key, text) in reader.freeEntries() {
            guard let modality = SliceModality(rawValue: key.uppercased()) else {
                reader.refuse(key, text: text, expects: "a line for CT or MR")
                continue
            }
            guard let choice = SliceChoice(setting: text, of: modality) else {
                reader.refuse(key, text: text, expects: SliceChoice.expects(modality))
                continue
            }
            choices[modality] = choice
        }
        self.init(choices)
    }
}

extension SliceChoice {
    /// `lung @ middle`; `nil` when either half is not known.
    init?(setting text: String, of modality: SliceModality) {
        let parts = text.lowercased().split(separator: "@", omittingEmptySubsequences: false).map { part in
            part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        guard parts.count == 2, let window = SliceWindow(rawValue: parts[0]), Self.windows(modality).contains(window),
            let position = SlicePosition(setting: parts[1])
        else { return nil }
        self.init(window: window, position: position)
    }

    /// Magnetic resonance has no absolute scale, so no named window fits it.
    private static func windows(_ modality: SliceModality) -> [SliceWindow] {
        modality == .ct ? SliceWindow.allCases : SliceWindow.allCases.filter { $0.hounsfield == nil }
    }

    static func expects(_ modality: SliceModality) -> String {
        let windows = windows(modality).map(\.rawValue).joined(separator: ", ")
        return "WINDOW @ SLICE, the window one of \(windows); the slice first, middle, last or a number from 1"
    }
}

extension SlicePosition {
    fileprivate init?(setting text: String) {
        switch text {
        case "first": self = .first
        case "middle": self = .middle
        case "last": self = .last
        default:
            guard let number = Int(text), (1...1_000_000).contains(number) else { return nil }
            self = .number(number)
        }
    }
}
