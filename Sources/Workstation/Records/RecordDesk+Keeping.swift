import Foundation
import HospitalRecords
import Radiology
import Store

/// What becomes of a search after an answer.
extension RecordDesk {
    func keep(_ finding: HospitalRecords.Finding, of turn: Turn) throws(StoreError) -> End {
        let patient = turn.record.exam.patient
        switch finding {
        case .report(let report, let details):
            try keeper.fill(details, in: patient)
            return .report(try keep(report, of: turn))
        case .noReportYet(let details, let pending):
            try keeper.fill(details, in: patient)
            try keep(pending, of: turn)
            return .waiting
        case .withdrawn(let report, let details):
            try keeper.fill(details, in: patient)
            try withdraw(report, of: turn)
            return .waiting
        case .ambiguous(let what, let count, let details):
            try keeper.fill(details, in: patient)
            try end(turn, as: hasText(turn) ? .found : .ambiguous, after: .ambiguous, problem: what.sentence(count))
            return .ambiguous
        case .unknownPatient:
            try end(
                turn, as: hasText(turn) ? .found : .none, after: .unknownPatient,
                problem: "The hospital does not know this patient.")
            return .unknownPatient
        case .unchanged:
            let isFinished = turn.search?.state == .found && turn.search?.problem == nil
            try end(
                turn, as: turn.search?.state ?? .waiting, after: isFinished ? .reported : .waiting,
                problem: turn.search?.problem)
            return .unchanged
        }
    }

    private func keep(_ report: HospitalReport, of turn: Turn) throws(StoreError) -> Arrival {
        let arrival = try keeper.keep(report, for: turn.uid)
        let isGone = try archive.radReports.withdrawn(turn.uid) != nil
        let isFinished = try archive.radReports.isFinished(turn.uid)
        let isOpen = isGone || !isFinished
        // Found before the reading: it has a search from now on, or a preliminary report would be the last.
        if turn.search == nil { try archive.recordSearches.hasten(turn.uid, now: clock.now()) }
        try end(
            turn, as: .found, after: isOpen ? .waiting : .reported,
            problem: isGone ? ReportKeeper.takenBack : isOpen ? ReportKeeper.preliminary : nil,
            order: report.remembered)
        return arrival
    }

    /// A report may be written anew: the film is looked at again soon, and a person is told.
    private func withdraw(_ report: WithdrawnReport, of turn: Turn) throws(StoreError) {
        let order = ArrivedReport(justification: report.justification)
        if report.justification != nil { _ = try archive.radReports.arrived(turn.uid, order, now: clock.now()) }
        switch try keeper.withdraw(report, for: turn.uid) {
        case .withdrawn:
            if turn.search == nil { try archive.recordSearches.hasten(turn.uid, now: clock.now()) }
            try end(
                turn, as: .found, after: .waiting, problem: ReportKeeper.takenBack, order: report.remembered)
        case .unknownOrder where hasText(turn) && turn.record.radiologistReport?.id != nil:
            try end(
                turn, as: .found, after: .waiting, problem: ReportKeeper.mayBeTakenBack, order: report.remembered)
        case .unchanged, .unknownOrder:
            let isKnown = hasText(turn) || isTakenBack(turn)
            try end(
                turn, as: isKnown ? .found : .waiting, after: .waiting, problem: turn.search?.problem,
                order: report.remembered)
        }
    }

    /// Until another report comes, it stays listed.
    private func isTakenBack(_ turn: Turn) -> Bool { turn.search?.problem == ReportKeeper.takenBack }

    /// An order without a report: its indication is what the reader is told.
    private func keep(_ pending: PendingReport?, of turn: Turn) throws(StoreError) {
        if let pending {
            let order = ArrivedReport(id: pending.request, justification: pending.justification)
            _ = try archive.radReports.arrived(turn.uid, order, now: clock.now())
        }
        if hasText(turn) {
            // A report that came as a file is not this server's to miss.
            guard turn.record.radiologistReport?.id != nil else {
                return try end(turn, as: .found, after: .waiting, problem: turn.search?.problem)
            }
            return try end(
                turn, as: .found, after: .waiting, problem: ReportKeeper.withdrawn, order: pending?.remembered)
        }
        if isTakenBack(turn) {
            return try end(
                turn, as: .found, after: .waiting, problem: ReportKeeper.takenBack, order: pending?.remembered)
        }
        let isSilent = age.age(of: turn.record.exam.created, at: clock.now()) > RecordAge.silent
        if isSilent, pending == nil { try archive.radReports.noteNone(turn.uid, now: clock.now()) }
        try end(turn, as: isSilent ? .none : .waiting, after: .waiting, order: pending?.remembered)
    }

    /// A failure that is the server's leaves the film's search as it was, put off a little: the next question is about
    /// another film, should only this one have the trouble.
    func keep(_ error: RecordError, of turn: Turn, blamesServer: Bool) throws(StoreError) -> End {
        let recovery = error.recovery
        let moment = age.next(
            after: .failed(recovery), attempts: turn.search?.attempts ?? 0, failures: turn.failures + 1,
            created: turn.record.exam.created, at: clock.now(), jitter: random())
        switch recovery {
        case .setAside where blamesServer:
            try putOff(turn, until: clock.now() + 600, problem: nil)
            return .failed(error)
        case .setAside:
            try end(turn, as: hasText(turn) ? .found : .failed, next: moment, problem: error.suggestion)
            return .failed(error)
        case .retry:
            try putOff(turn, until: moment, problem: error.suggestion)
            return .failed(error)
        case .waitForServer, .tellOperator:
            let longer = clock.now() + 60 * Double(1 << min(turn.failures, 9))
            try putOff(turn, until: moment.map { max($0, longer) }, problem: nil)
            return .serverAway(error)
        }
    }

    private func putOff(_ turn: Turn, until moment: Date?, problem: String?) throws(StoreError) {
        guard let search = turn.search else { return }
        // A report's mark (preliminary, withdrawn) says more than a server's bad hour.
        let told = search.state == .found ? search.problem : problem ?? search.problem
        try archive.recordSearches.end(
            turn.uid, as: search.state, next: moment, counts: false, problem: told, now: clock.now())
    }

    private func hasText(_ turn: Turn) -> Bool { turn.record.radiologistReport?.text != nil }

    private func end(
        _ turn: Turn, as state: RecordSearch.State, after outcome: RecordSchedule.Outcome, problem: String? = nil,
        order: RememberedRequest? = nil
    ) throws(StoreError) {
        let moment = age.next(
            after: outcome, attempts: (turn.search?.attempts ?? 0) + 1, created: turn.record.exam.created,
            at: clock.now(), jitter: random())
        try end(turn, as: state, next: moment, problem: problem, order: order)
    }

    /// A film that is looked at early has no search yet: then there is nothing to end.
    func end(
        _ turn: Turn, as state: RecordSearch.State, next: Date?, problem: String? = nil, order: RememberedRequest? = nil
    ) throws(StoreError) {
        try archive.recordSearches.end(
            turn.uid, as: state, next: next, problem: problem, order: order.map { RememberedOrder($0) },
            now: clock.now())
    }
}

extension RememberedOrder {
    init(_ request: RememberedRequest) {
        self.init(
            server: request.server, id: request.id, etag: request.validator?.etag, modified: request.validator?.modified
        )
    }
}

extension Ambiguity {
    /// One can be ambiguous, too: it fits, and nothing ties it to the film.
    func sentence(_ count: Int) -> String {
        switch self {
        case .patient where count == 1:
            "A patient of the hospital fits this film, but nothing says that it is the same; send the accession number."
        case .patient: "\(count) patients of the hospital fit; join them there, or send the accession number."
        case .request where count == 1:
            "An order fits this film, but says too little to be sure; the accession number would tell."
        case .request: "\(count) orders fit this film; the accession number would tell which."
        case .report:
            count == 1
                ? "A report fits this film, but nothing in it says that it is this one's."
                : "\(count) reports fit this film; the accession number would tell which."
        }
    }
}
