import DICOM

/// What a requestor proposes: one kind of object and the encodings in which it can be sent. Standard: PS3.8 §9.3.2.2.
public struct PresentationContext: Sendable, Equatable {
    /// Odd, 1 to 255.
    public let id: UInt8
    public let abstractSyntax: String
    /// In the requestor's order of preference.
    public let transferSyntaxes: [String]

    public init(id: UInt8, abstractSyntax: String, transferSyntaxes: [String]) {
        (self.id, self.abstractSyntax, self.transferSyntaxes) = (id, abstractSyntax, transferSyntaxes)
    }
}

/// What the acceptor says about one context. Standard: PS3.8 §9.3.3.2.
public struct ContextAnswer: Sendable, Equatable {
    public enum Result: UInt8, Sendable {
        case acceptance = 0
        case userRejection = 1
        case noReason = 2
        case abstractSyntaxNotSupported = 3
        case transferSyntaxesNotSupported = 4
    }

    public let id: UInt8
    public let result: Result
    /// Means nothing unless the context was accepted.
    public let transferSyntax: String

    public init(id: UInt8, result: Result, transferSyntax: String) {
        (self.id, self.result, self.transferSyntax) = (id, result, transferSyntax)
    }
}

/// A context on which messages may be sent, as both sides agreed.
public struct AcceptedContext: Sendable, Equatable {
    public let id: UInt8
    public let abstractSyntax: String
    public let transferSyntax: TransferSyntax
    /// We may be the user (SCU) of this service.
    public let isUser: Bool
    /// We may be the provider (SCP) of this service.
    public let isProvider: Bool

    public init(id: UInt8, abstractSyntax: String, transferSyntax: TransferSyntax, isUser: Bool, isProvider: Bool) {
        (self.id, self.abstractSyntax, self.transferSyntax) = (id, abstractSyntax, transferSyntax)
        (self.isUser, self.isProvider) = (isUser, isProvider)
    }
}

/// Which roles the requestor proposes for itself, or the acceptor grants it, for one SOP class; without one the requestor
/// is the user. Standard: PS3.7 §D.3.3.4.
public struct RoleSelection: Sendable, Hashable {
    public let sopClass: String
    /// The requestor may be the user (SCU).
    public let isUser: Bool
    /// The requestor may be the provider (SCP), as for a C-GET.
    public let isProvider: Bool

    public init(sopClass: String, isUser: Bool, isProvider: Bool) {
        (self.sopClass, self.isUser, self.isProvider) = (sopClass, isUser, isProvider)
    }
}
