import Foundation
import Radiology
import Reports
import Store

/// What the rooms' errors mean for a command that cannot go on.
extension Workstation {
    /// Runs a piece of Store and turns its error into an exit code with a sentence.
    static func orEnding<T>(_ work: () throws -> T) throws -> T {
        do {
            return try work()
        } catch let error as StoreError {
            throw WorkstationError(error)
        }
    }

    /// - Throws: `.badSettings` with every problem in the files, one a line.
    static func settings(
        workspace: String, environment: [String: String], flags: [FlagOverride] = []
    ) throws -> LoadedSettings {
        do {
            return try Settings.load(
                workspace: URL(filePath: workspace, directoryHint: .isDirectory), environment: environment,
                flags: flags, knownRegions: RegionRules.knownRegions)
        } catch {
            throw WorkstationError(.badSettings, error.description, suggestion: error.suggestion)
        }
    }

    /// The same for work that waits.
    static func orEndingLater<T>(_ work: () async throws -> T) async throws -> T {
        do {
            return try await work()
        } catch let error as StoreError {
            throw WorkstationError(error)
        }
    }

    /// The ending of a command for an error that no command turned into one; `nil` for errors of the command line.
    public static func ending(for error: any Error) -> WorkstationError? {
        switch error {
        case let error as WorkstationError: error
        case let error as StoreError: WorkstationError(error)
        case let error as ReportsError:
            WorkstationError(.cannotWrite, "The pages cannot be drawn.", suggestion: error.suggestion)
        default: nil
        }
    }

    /// What a log says about an error, without patient data.
    static func sentence(for error: any Error) -> String {
        switch error {
        case let error as StoreError: error.suggestion
        case let error as WorkstationError: "\(error.message) \(error.suggestion)"
        case let error as ReportsError: error.suggestion
        default: "an unforeseen error (\(type(of: error)))"
        }
    }
}

extension WorkstationError {
    init(_ error: StoreError) {
        self.init(
            Ending(rawValue: error.exitCode) ?? .cannotWrite, "The store cannot go on.", suggestion: error.suggestion)
    }
}
