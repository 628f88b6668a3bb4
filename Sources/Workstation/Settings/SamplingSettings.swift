import Analysis

/// The part of `[openai]` that decides how a model chooses its words.
public struct SamplingSettings: Sendable, Equatable {
    public var temperature: Double
    public var topP: Double
    public var topK: Int
    public var minP: Double
    /// `nil` = the server draws another one for each call.
    public var seed: Int?
    /// Longest report in tokens; `nil` = the server's own limit.
    public var maxTokens: Int?
    /// Of calls about a text; `nil` = the server's own.
    public var textTemperature: Double?

    init(_ reader: inout SettingsReader) {
        temperature = reader.read(
            "TEMPERATURE", .number(0...2), 0.6, "How freely a report is worded; 0 = always the likeliest word.")
        topP = reader.read(
            "TOP_P", .number(0...1), 0.95, "Only the likeliest words that together have this share are chosen from.")
        topK = reader.read("TOP_K", .integer(0...10_000), 40, "Only so many of the likeliest words; 0 = all.")
        minP = reader.read(
            "MIN_P", .number(0...1), 0.05, "Only words at least this likely, measured against the likeliest.")
        seed = reader.read(
            "SEED", SettingKind.integer(0...Int(UInt32.max)).orEmpty(), nil,
            "Start of the server's dice, for answers that can be repeated. Empty = another one for each call.")
        maxTokens = reader.read(
            "MAX_TOKENS", SettingKind.integer(1...1_000_000).orEmpty(), nil,
            "Longest report in tokens. Empty = the server's own limit.")
        textTemperature = reader.read(
            "TEXT_TEMPERATURE", SettingKind.number(0...2).orEmpty(), nil,
            "The temperature of check, translation and analysis. Empty = the server's own.")
    }
}

extension Sampling {
    init(_ settings: SamplingSettings) {
        self.init(
            temperature: settings.temperature, topP: settings.topP, topK: settings.topK, minP: settings.minP,
            seed: settings.seed, maxTokens: settings.maxTokens, textTemperature: settings.textTemperature)
    }
}

extension SettingKind where Value == Double {
    /// With a point; no exponent, no sign.
    static func number(_ range: ClosedRange<Double>) -> Self {
        Self(expects: "a number from \(range.lowerBound.short) to \(range.upperBound.short)", write: { $0.short }) {
            text in
            guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }), let number = Double(text) else {
                return nil
            }
            return range.contains(number) ? number : nil
        }
    }
}

extension Double {
    /// Whole numbers without a point.
    fileprivate var short: String { Int(exactly: self).map { "\($0)" } ?? "\(self)" }
}
