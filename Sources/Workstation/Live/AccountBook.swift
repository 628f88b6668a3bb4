import Foundation
import Logging
import Synchronization
import Web

/// The lines of `[users]` as they are now: whoever edits a settings file, or runs `xrayvision users`, need not restart the
/// daemon. The files are looked at once a second at most, and read only when they changed.
///
/// An editor may empty a file and write it a moment later. So nobody is left only when two looks say so, and the login of
/// `[general]` does not come back to life: it counts when the daemon was started with it, until `[users]` names somebody.
package final class AccountBook: Sendable {
    /// What a changed file looks like from outside.
    private struct Stamp: Equatable {
        let modified: Date?
        let bytes: Int?
        let number: Int?

        init(_ path: String) {
            let found = try? FileManager.default.attributesOfItem(
                atPath: URL(filePath: path).resolvingSymlinksInPath().path)
            modified = found?[.modificationDate] as? Date
            bytes = (found?[.size] as? NSNumber)?.intValue
            number = (found?[.systemFileNumber] as? NSNumber)?.intValue
        }
    }

    private struct Content {
        var accounts: [Account]
        /// Nobody of `[users]` has been in since the start.
        var isFormer: Bool
        /// Of the files that `accounts` is from.
        var stamps: [Stamp]
        /// Of files that could not be used: that is said once, and tried again.
        var unusable: [Stamp]?
        /// The last look found nobody.
        var isEmptied = false
        var looked: Date
    }

    private let files: [String]
    private let now: @Sendable () -> Date
    private let read: @Sendable () throws -> [UserAccount]
    private let log: Logger
    private let content: Mutex<Content>

    /// - Parameters:
    ///   - files: paths of the settings files, which may not exist.
    ///   - read: reads them.
    package init(
        _ accounts: [UserAccount], files: [String], now: @escaping @Sendable () -> Date, log: Logger,
        read: @escaping @Sendable () throws -> [UserAccount]
    ) {
        (self.files, self.now, self.log, self.read) = (files, now, log, read)
        content = Mutex(
            Content(
                accounts: accounts.map(Account.init), isFormer: accounts.contains(where: \.isFormer),
                stamps: files.map(Stamp.init), looked: now()))
    }

    /// Cheap to ask.
    package var accounts: [Account] {
        let moment = now()
        return content.withLock { content in
            // Also after a clock that was set back.
            guard abs(moment.timeIntervalSince(content.looked)) >= 1 else { return content.accounts }
            content.looked = moment
            let stamps = files.map(Stamp.init)
            if stamps == content.stamps { content.isEmptied = false } else { follow(stamps, &content) }
            return content.accounts
        }
    }

    /// Files that cannot be used now lock nobody out: it may be half an edit.
    /// - Parameter stamps: taken before the files are read, so that what is written meanwhile is read the next time.
    private func follow(_ stamps: [Stamp], _ content: inout Content) {
        do {
            let found = try read().filter { !$0.isFormer || content.isFormer }
            content.unusable = nil
            if found.isEmpty, !content.accounts.isEmpty, !content.isEmptied {
                content.isEmptied = true
                return
            }
            if found.contains(where: { !$0.isFormer }) { content.isFormer = false }
            (content.accounts, content.stamps, content.isEmptied) = (found.map(Account.init), stamps, false)
            log.notice("The settings files changed: \(content.accounts.count) people may sign in.")
        } catch {
            content.isEmptied = false
            guard content.unusable != stamps else { return }
            content.unusable = stamps
            log.error("The settings files changed and cannot be used now: who may sign in stays as it was.")
        }
    }
}

extension Account {
    init(_ account: UserAccount) {
        self.init(login: account.name, role: Role(account.role), secret: account.password.text)
    }
}

extension Role {
    init(_ role: UserAccount.Role) {
        self =
            switch role {
            case .admin: .admin
            case .reviewer: .reviewer
            case .user: .user
            }
    }
}
