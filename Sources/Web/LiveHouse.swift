import Foundation
import Logging
import Store

/// Everything that answers are made from. One for the life of the daemon; every part is safe to use from many requests.
public struct LiveHouse: Sendable {
    let settings: LiveSettings
    let archive: Archive
    let index: ExamIndex
    let audit: AuditLog
    let auditHead: AuditHead
    let state: LiveState
    let actions: LiveActions
    let originals: KeptOriginals
    /// The lines of `[users]` as they are now; cheap to ask.
    let accounts: @Sendable () -> [Account]
    let now: @Sendable () -> Date
    /// Of the films' times.
    let timeZone: TimeZone
    let log: Logger
    /// Counts for `/metrics`; everyone who answers adds to it.
    let metrics = RequestMetrics()
    let keys: HouseKeys
    /// How people are called for readers who see no names.
    let names: NameBook
    /// What stands for a patient's number in addresses.
    let tokens: PatientToken

    /// - Parameter secret: 32 bytes of the workspace; with none, cookies and tokens do not outlive the process.
    public init(
        settings: LiveSettings, archive: Archive, index: ExamIndex, audit: AuditLog, state: LiveState,
        actions: LiveActions, originals: KeptOriginals, accounts: @escaping @Sendable () -> [Account],
        now: @escaping @Sendable () -> Date, timeZone: TimeZone, log: Logger, secret: [UInt8] = []
    ) {
        self.settings = settings
        self.archive = archive
        self.index = index
        self.audit = audit
        auditHead = AuditHead(audit)
        self.state = state
        self.actions = actions
        self.originals = originals
        self.accounts = accounts
        self.now = now
        self.timeZone = timeZone
        self.log = log
        keys = HouseKeys(secret: secret)
        names = NameBook(index: index, keys: keys)
        tokens = PatientToken(key: keys.key("patients"))
    }
}
