import DICOM
import DICOMNetwork
import Store

/// Asks about a window, and again about its parts where the archive did not tell all, or failed: half an answer never
/// passes for the whole, and a study that an archive cannot answer about hides no other.
struct WindowWalk {
    /// Questions about one day and modality: more are no search any more. What broke off counts for many, because it held
    /// everything up.
    private static let mostQuestions = 500
    private static let breakCost = 10
    /// Failures before any answer, after which an archive answers nothing: a day is divided down to a second with fewer.
    private static let mostSilence = 24

    let archive: ImageArchive
    private(set) var answers: [QueryAnswer] = []
    private(set) var gaps: [QueryGap] = []
    /// Whether any question was answered, if not whole.
    private(set) var isAnswered = false
    /// The modalities about which nothing was answered.
    private(set) var silent: [(modality: String, error: NetworkError)] = []

    private var modality = ""
    private var isModalityAnswered = false
    private var silence = 0
    private var questionsLeft = 0

    init(archive: ImageArchive) { self.archive = archive }

    /// What one question brought.
    private enum Verdict {
        case whole
        /// Nothing says that there are more, but there may be.
        case doubtful
        /// An archive that does not compare Study Time answers the same to every part of a day: it is not divided.
        case cut(isTimeless: Bool, isDivisible: Bool)
        case failed(NetworkError)

        var isDivisible: Bool { if case .cut(_, let isDivisible) = self { isDivisible } else { true } }

        var problem: String? {
            switch self {
            case .whole, .doubtful: nil
            case .cut: WindowWalk.cut
            case .failed(let error): "The archive fails to answer. \(NetworkWords.sentence(for: error))"
            }
        }
    }

    /// - Throws: when the archive is away. What was found before stays.
    mutating func ask(_ window: QueryWindow, _ modality: String) async throws {
        (self.modality, isModalityAnswered, silence) = (modality, false, 0)
        let known = gaps.count
        do {
            try await walk(window)
        } catch let error as NetworkError where error.isOfQuestion {
            silent.append((modality, error))
            // Nothing is known of the parts either.
            gaps.removeSubrange(known...)
        }
    }

    /// All days first: one that fails, or is large, holds up no other.
    private mutating func walk(_ window: QueryWindow) async throws {
        var days = [window]
        questionsLeft = Self.mostQuestions
        if window.day != window.lastDay {
            if case .whole = try await question(window) { return }
            days = window.parts
        }
        var open: [(day: QueryWindow, verdict: Verdict)] = []
        for day in days { open.append((day, try await question(day))) }
        for (day, verdict) in open {
            questionsLeft = Self.mostQuestions
            try await divide(day, verdict)
        }
    }

    private mutating func divide(_ window: QueryWindow, _ verdict: Verdict) async throws {
        if case .whole = verdict { return }
        guard verdict.isDivisible, !window.parts.isEmpty else { return tell(window, verdict.problem) }
        if window.isWholeDay, verdict.problem != nil { try await askByPatient(window) }
        let gapsBefore = gaps.count
        for part in window.parts {
            guard questionsLeft > 0 else { return tell(window, Self.tooMany) }
            try await divide(part, try await question(part))
        }
        if window.isWholeDay { tellTimeless(window, verdict, isExplained: gaps.count > gapsBefore) }
    }

    private mutating func question(_ window: QueryWindow) async throws -> Verdict {
        questionsLeft -= 1
        do {
            let found = try await archive.find(keys(window))
            guard !found.isCut || !found.isEmpty else {
                throw NetworkError.unexpectedMessage("end of a C-FIND before any answer")
            }
            return take(found, window)
        } catch let error as NetworkError where error.isOfQuestion {
            let isRefusal = if case .refused = error { true } else { false }
            if !isRefusal { questionsLeft -= Self.breakCost }
            silence += isRefusal ? 1 : 4
            if !isModalityAnswered, silence >= Self.mostSilence { throw error }
            return .failed(error)
        }
    }

    private mutating func take(_ found: ArchiveAnswers, _ window: QueryWindow) -> Verdict {
        (isAnswered, isModalityAnswered) = (true, true)
        answers += found.answers
        // What a part of a day brings is mostly of that part.
        let isCompared = found.answers.count { window.covers($0.studyTime) } * 2 >= found.answers.count
        if found.isCut {
            return .cut(isTimeless: found.answers.contains { $0.studyTime == nil }, isDivisible: isCompared)
        }
        let isDoubtful = found.looksCut && isCompared
        let unusable = found.unreadable + found.answers.count { $0.studyInstanceUID == nil }
        guard unusable > 0 else { return isDoubtful ? .doubtful : .whole }
        // Which of several days lacks something is to be known.
        if window.day != window.lastDay { return .doubtful }
        tell(window, Self.unusable(unusable))
        return isDoubtful ? .doubtful : .whole
    }

    private func keys(_ window: QueryWindow) -> QueryKeys {
        var keys = QueryKeys(level: .study)
            .matching(.studyDate, .dates(from: window.day, to: window.lastDay))
            .matching(.modalitiesInStudy, .single(modality))
        if !window.isWholeDay {
            let midnight = DICOMTime(hour: 0)
            keys[.studyTime] = .times(from: window.from ?? midnight, to: window.to)
        }
        return keys
    }
}

/// Studies without a time, which only a whole day finds.
extension WindowWalk {
    /// Another way to divide a day: by the last digit of Patient ID. Not every number ends in one, so it closes no gap.
    private mutating func askByPatient(_ day: QueryWindow) async throws {
        var refusals = 0
        for digit in 0...9 where questionsLeft > 0 {
            questionsLeft -= 1
            do {
                answers += try await archive.find(keys(day).matching(.patientID, .wildCard("*\(digit)"))).answers
                (isAnswered, isModalityAnswered) = (true, true)
            } catch NetworkError.noContext {
                // An archive that knows patient root alone.
                return
            } catch let error as NetworkError where error.isOfQuestion {
                // One that does not search so, or cannot answer about one of the patients.
                refusals += 1
                guard refusals < 3 else { return }
                if case .refused = error { continue }
                questionsLeft -= Self.breakCost
            }
        }
    }

    /// - Parameter isExplained: whether a part of the day lacks something that may be all.
    private mutating func tellTimeless(_ day: QueryWindow, _ verdict: Verdict, isExplained: Bool) {
        switch verdict {
        case .whole, .doubtful: return
        case .cut(let isTimeless, _):
            if isTimeless { tell(day, "\(Self.cut) Some of its studies have no Study Time.") }
        case .failed(.refused(_, let status, _)) where status.isWantOfResources: break
        case .failed:
            if !isExplained { tell(day, verdict.problem.map { "\($0) Only parts of the day were answered." }) }
            return
        }
        note(QueryGap(day: "", span: modality, problem: Self.timeless))
    }
}

/// What is told.
extension WindowWalk {
    /// A span of time is told only where it cannot be divided: the windows of the next query are others, and the same gap
    /// is to be listed once.
    private mutating func tell(_ window: QueryWindow, _ problem: String?) {
        guard let problem else { return }
        let span = window.parts.isEmpty ? "\(window.span) \(modality)" : modality
        note(QueryGap(day: window.day.iso, span: span, problem: problem))
    }

    private mutating func note(_ gap: QueryGap) {
        if !gaps.contains(where: { $0.day == gap.day && $0.span == gap.span }) { gaps.append(gap) }
    }

    /// A modality about which nothing was answered, while another was.
    mutating func tellSilence(in window: QueryWindow) {
        for (modality, error) in silent {
            for day in window.day == window.lastDay ? [window] : window.parts {
                note(QueryGap(day: day.day.iso, span: modality, problem: Verdict.failed(error).problem ?? ""))
            }
        }
    }

    static let cut = "The archive did not answer whole: it sends no more answers to one query."
    static let tooMany = "The archive did not answer whole, in hundreds of questions about parts of the day."
    static let timeless =
        "The archive cuts its answers: full days are asked in parts, and a study without Study Time may be missed there. Have its limit raised."

    static func unusable(_ count: Int) -> String {
        "\(count) answers of the archive could not be read, or name no study by a valid UID."
    }
}

extension NetworkError {
    /// Whether this one question failed, and another may be answered: the archive is there, and we go on.
    var isOfQuestion: Bool { self != .cancelled && NetworkWords.absence(self) == nil }
}

extension DIMSEStatus {
    /// What an archive says when it is asked for more than it can give at once. Standard: PS3.4 table C.4-1, PS3.7 §C.5.
    fileprivate var isWantOfResources: Bool { self == .resourceLimitation || (0xA700...0xA7FF).contains(value) }
}
