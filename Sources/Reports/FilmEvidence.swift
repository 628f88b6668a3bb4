import Radiology

/// What stands folded at the end of a film page: how the answer came about, and what the film says about itself.
package struct FilmEvidence {
    let record: ExamRecord
    let audience: Audience
    let redact: Redaction

    /// Each with a heading, a table and perhaps the raw reply.
    var folds: [Fields] {
        var folds: [Fields] = []
        if let provenance = record.provenance {
            folds.append(["heading": "How this answer came about", "facts": .rows(facts(of: provenance))])
            var raw: Fields = ["heading": "Raw reply of the model", "facts": .rows(replyFacts(of: provenance))]
            raw["raw"] = .words(redact(Self.shortened(provenance.rawReport)))
            raw["rawCheck"] = .words(redact(provenance.rawCheck.map(Self.shortened)))
            folds.append(raw)
        }
        folds.append(["heading": "Film and patient data", "facts": .rows(patientFacts + filmFacts)])
        return folds
    }

    private func facts(of provenance: Provenance) -> [Fields] {
        let answered = provenance.modelAnswered.map { $0 == provenance.modelConfigured ? $0 : "\($0) (answered)" }
        let asked = provenance.modelConfigured
        return [
            Self.fact("Model", answered == asked ? asked : "\(asked) (asked), \(answered ?? "name not answered")"),
            Self.fact("Endpoint", audience == .admin ? Self.host(of: provenance.endpoint) : nil),
            Self.fact("Answered", TimeWords.moment(provenance.answered)),
            Self.fact("From the store", takenOver),
            Self.fact("Time taken", time(of: provenance)),
            Self.fact("Attempt", "\(provenance.attempt) of \(max(provenance.attempt, record.attempts))"),
            Self.fact("Earlier reports told", priors), Self.fact("Prompts", Self.prompts(provenance), isHash: true),
            Self.fact("Sampling", provenance.sampling.replacing(",", with: ", ")),
            Self.fact("Request", record.circumstances?.requestHash, isHash: true),
            Self.fact("Picture sent", provenance.imageHash, isHash: true),
            Self.fact("Original file", provenance.contentHash ?? record.contentHash, isHash: true),
            Self.fact("Picture recipe", provenance.recipe),
            Self.fact("Recipe settings", provenance.recipeHash, isHash: true),
            Self.fact("Page picture recipe", record.displayRecipe),
            Self.fact("Page picture settings", record.displayRecipeHash, isHash: true),
            Self.fact("Programme", provenance.programVersion),
        ].compactMap(\.self)
    }

    private var takenOver: String? {
        record.circumstances?.takenFrom.map {
            "The very same request had been answered \(TimeWords.moment($0)): that answer was taken over, and no model "
                + "was asked."
        }
    }

    /// Nothing was sent for an answer that was taken over.
    private func time(of provenance: Provenance) -> String? {
        guard record.circumstances?.takenFrom == nil else { return nil }
        let check = provenance.checkMilliseconds.map { ", check \(Self.seconds($0))" }
        return "report \(Self.seconds(provenance.reportMilliseconds))\(check ?? "")"
    }

    private var priors: String? {
        record.circumstances?.priors.map { priors in
            priors.isEmpty ? "none" : priors.map { "\($0.day) (\($0.author))" }.joined(separator: ", ")
        }
    }

    /// `report 9b1c…`: enough of each hash to tell two prompts apart.
    private static func prompts(_ provenance: Provenance) -> String {
        let names = ["rep": "report", "usr": "task", "rev": "review", "chk": "check"]
        return provenance.promptHashes.sorted { $0.key < $1.key }
            .map { "\(names[$0.key] ?? $0.key) \($0.value.prefix(12))" }.joined(separator: ", ")
    }

    private func replyFacts(of provenance: Provenance) -> [Fields] {
        let tokens = [
            provenance.promptTokens.map { "\($0) asked" }, provenance.completionTokens.map { "\($0) answered" },
        ]
        .compactMap(\.self).joined(separator: ", ")
        return [Self.fact("Ended because", provenance.finishReason), Self.fact("Tokens", tokens)].compactMap(\.self)
    }

    /// Identifiers only for those who see names.
    private var patientFacts: [Fields] {
        let exam = record.exam
        guard audience == .admin else { return [] }
        return [
            Self.fact("Patient ID", exam.patient.key.rawValue),
            Self.fact("Birth date", exam.patient.birthDate?.description),
            Self.fact("Hospital's patient ID", exam.patient.hospitalID),
            Self.fact("Hospital's report ID", record.radiologistReport?.id.flatMap { $0 == "-1" ? nil : $0 }),
            Self.fact("Study UID", exam.study?.rawValue), Self.fact("Series UID", exam.series?.rawValue),
            Self.fact("Image UID", exam.uid.rawValue),
        ].compactMap(\.self)
    }

    private var filmFacts: [Fields] {
        let exam = record.exam
        let facts = exam.facts
        let none = facts.imagerSpacing == nil ? "not given: no measurements in millimetres" : nil
        let notes: String = redact(record.notes.joined(separator: " "))
        var size: String?
        if let columns = facts.columns, let rows = facts.rows { size = "\(columns) × \(rows) pixels" }
        return [
            Self.fact("Protocol", redact(exam.protocolName)), Self.fact("Modality", exam.modality),
            Self.fact("Exposed", facts.exposed), Self.fact("Body part", redact(facts.bodyPart)),
            Self.fact("View position", facts.viewPosition), Self.fact("Side", facts.laterality),
            Self.fact("Manufacturer", facts.manufacturer), Self.fact("Device", redact(facts.device)),
            Self.fact("Size", size), Self.fact("Bits stored", facts.bitsStored.map(String.init)),
            Self.fact("Frames", facts.frames.map(String.init)), Self.fact("Photometric", facts.photometric),
            Self.fact("Transfer syntax", facts.transferSyntax),
            Self.fact("Pixel spacing", Self.millimetres(facts.pixelSpacing) ?? none),
            Self.fact("Pixel spacing at the detector", Self.millimetres(facts.imagerSpacing)),
            Self.fact(
                "Pixel shape", facts.pixelAspect == 1 ? nil : "\(Self.times(facts.pixelAspect)) as high as wide"),
            Self.fact(
                "Text burned into the picture",
                facts.burnedInAnnotation.map { $0 ? "yes, says the header" : "no, says the header" }),
            Self.fact(
                "Other content",
                record.hasRevisions ? "another file came under the same UID; the first is shown and read" : nil),
            Self.fact("Notes on the header", notes),
            Self.fact("Received", record.received.map(TimeWords.moment)),
        ].compactMap(\.self)
    }

    /// Between rows × between columns.
    private static func millimetres(_ spacing: [Double]?) -> String? {
        spacing.map { $0.map { String($0) }.joined(separator: " × ") + " mm" }
    }

    /// `2.5 times`, to three decimals.
    static func times(_ aspect: Double) -> String {
        let rounded = (aspect * 1000).rounded() / 1000
        return (rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)") + " times"
    }

    private static func fact(_ name: String, _ value: String?, isHash: Bool = false) -> Fields? {
        guard let value, !value.isEmpty else { return nil }
        return ["name": .text(name), "value": .text(value), "hash": .flag(isHash)]
    }

    /// A page shows at most 32 KiB of what a model poured out; the database keeps all of it.
    private static func shortened(_ reply: String) -> String {
        guard reply.utf8.count > longestReply else { return reply }
        return String(decoding: reply.utf8.prefix(longestReply), as: UTF8.self) + "\n[shortened]"
    }

    private static let longestReply = 32_768

    /// `4.2 s` from milliseconds.
    private static func seconds(_ milliseconds: Int) -> String {
        let tenths = (max(0, milliseconds) + 50) / 100
        return milliseconds < 100 ? "\(max(0, milliseconds)) ms" : "\(tenths / 10).\(tenths % 10) s"
    }

    /// Scheme, host and port of a URL; the name of an embedded reader as it is.
    static func host(of url: String) -> String {
        let clean = withoutSecrets(url)
        guard let scheme = clean.firstRange(of: "://") else { return clean }
        return String(clean[..<scheme.upperBound] + clean[scheme.upperBound...].prefix { $0 != "/" })
    }

    /// A URL without the user, password and query that someone may have put into it.
    package static func withoutSecrets(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        let rest = url[scheme.upperBound...].prefix { $0 != "?" && $0 != "#" }
        let authority = rest.prefix { $0 != "/" }
        let host = authority.lastIndex(of: "@").map { rest[rest.index(after: $0)...] } ?? rest
        return String(url[..<scheme.upperBound] + host)
    }
}
