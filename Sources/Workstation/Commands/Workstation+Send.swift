import DICOM
import DICOMNetwork
import Foundation
import Radiology
import Store

extension Workstation {
    /// Sends films to another application (C-STORE): files, folders, or the originals of a study that is here.
    /// - Throws: `.serviceUnreachable` when it does not answer; `.someFailed` when it did not keep some.
    public func send(
        _ paths: [String], study: String?, to address: String, usesTLS: Bool, dryRun: Bool
    ) async throws {
        let remote = try Self.remote(address)
        var tally = Tally()
        let files = try filesToSend(paths, study: study, into: &tally)
        if dryRun {
            for file in files { await preview(file, into: &tally) }
        } else {
            let caller = try caller(remote, usesTLS: usesTLS)
            if let absence = try await send(files, by: caller, into: &tally) {
                return try tally.answer(Self.sendWords, on: console, endingWith: absence)
            }
        }
        try tally.answer(Self.sendWords, on: console, suggestion: "They are listed above.")
    }

    private static let sendWords = ["sent", "sent with remarks", "would be sent", "not sent"]

    private func filesToSend(_ paths: [String], study: String?, into tally: inout Tally) throws -> [RawPath] {
        var files = try Self.filesBelow(paths, refusedInto: &tally)
        guard let study else { return files }
        guard let uid = StudyInstanceUID(rawValue: study) else {
            throw WorkstationError(.usage, "--study is no UID.", suggestion: "Give a Study Instance UID.")
        }
        let films = try Self.orEnding { try archive.exams.uids(ofStudy: uid) }
        if films.isEmpty {
            throw WorkstationError(.badInput, "No film of that study is here.", suggestion: "See `xrayvision query`.")
        }
        for film in films {
            if let path = try Self.orEnding({ try archive.exams.origin(of: film)?.archivePath }) {
                files.append(RawPath(self.paths.absolute(path)))
            } else {
                tally.fail(film.rawValue, "Its original is not kept here.", as: "not sent")
            }
        }
        return files
    }

    private func preview(_ file: RawPath, into tally: inout Tally) async {
        switch await opened([file][...])[0] {
        case .success: tally.count("would be sent")
        case .failure(let failure): tally.fail(file.shown, failure.sentence, as: "not sent")
        }
    }

    /// Films that are looked at before they are sent: an association agrees on their encodings at its beginning. Few at
    /// first, so that the peer has something to do while the others are looked at.
    private static let (filmsAtFirst, filmsAtOnce) = (20, 200)
    /// Of films that had to be written anew: they wait in memory.
    private static let heldAtOnce = 128 << 20

    /// The first of these files as films, as many as go together.
    private func opened(
        _ files: ArraySlice<RawPath>, atMost most: Int = filmsAtOnce
    ) async -> [Result<OutgoingFilm, OutgoingFilm.Failure>] {
        let limits = intakeLimits
        if files.isEmpty { return [] }
        let films = try? await onBlockingThread {
            var films: [Result<OutgoingFilm, OutgoingFilm.Failure>] = []
            var held = 0
            for file in files.prefix(most) where held < Self.heldAtOnce {
                films.append(Result { () throws(OutgoingFilm.Failure) in try OutgoingFilm(file, limits: limits) })
                if case .success(let film)? = films.last { held += film.heldBytes }
            }
            return films
        }
        return films ?? [.failure(.unreadable("the command was stopped"))]
    }

    /// - Returns: why the rest was not sent, when the peer is away.
    private func send(
        _ files: [RawPath], by caller: Caller, into tally: inout Tally
    ) async throws -> WorkstationError? {
        var rest = files[...]
        var opened = await opened(rest, atMost: Self.filmsAtFirst)
        while !opened.isEmpty {
            try Task.checkCancellation()
            let part = zip(rest, opened)
            let behind = rest.dropFirst(opened.count)
            async let next = self.opened(behind)
            let outcomes = await caller.store(part.compactMap { try? $1.get() })
            if let absence = tally.add(part, outcomes) { return absence }
            console.progress(.init("Sending films", done: files.count - behind.count, of: files.count))
            (rest, opened) = (behind, await next)
        }
        return nil
    }
}

extension Tally {
    /// - Parameter outcomes: of the films that could be opened, in their order.
    /// - Returns: why nothing more can be sent, when the peer is away.
    fileprivate mutating func add(
        _ films: some Sequence<(RawPath, Result<OutgoingFilm, OutgoingFilm.Failure>)>, _ outcomes: [StoreOutcome]
    ) -> WorkstationError? {
        var rest = outcomes[...]
        for (file, film) in films {
            switch film {
            case .success: if let outcome = rest.popFirst() { add(outcome, of: file.shown) }
            case .failure(let failure): fail(file.shown, failure.sentence, as: "not sent")
            }
        }
        guard case .unsent(let error)? = outcomes.last, NetworkWords.absence(error) != nil else { return nil }
        return NetworkWords.ending(error, "The peer is away") as? WorkstationError
    }

    fileprivate mutating func add(_ outcome: StoreOutcome, of name: String) {
        switch outcome {
        case .stored(let status): count(status.isSuccess ? "sent" : "sent with remarks")
        case .refused(let status, _): fail(name, "The peer answered \(status). \(outcome.suggestion)", as: "not sent")
        case .notAccepted, .failed, .unsent: fail(name, outcome.suggestion, as: "not sent")
        }
    }
}
