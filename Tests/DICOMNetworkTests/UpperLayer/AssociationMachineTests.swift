import DICOMNetwork
import Testing

/// Events to a machine, and what it must want done about the last one.
private struct Walk: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let role: AssociationMachine.Role
    let events: [AssociationEvent]
    let effects: [AssociationMachine.Effect]?
    let ends: AssociationState

    init(
        _ name: String, _ role: AssociationMachine.Role, _ events: [AssociationEvent],
        _ effects: [AssociationMachine.Effect]?, ends: AssociationState
    ) {
        (testDescription, self.role, self.events, self.effects, self.ends) = (name, role, events, effects, ends)
    }
}

private let open: [AssociationEvent] = [.evt1, .evt2, .evt3]
private let listening: [AssociationEvent] = [.evt5, .evt6, .evt7]

private let walks = [
    Walk("a connection is asked for", .requestor, [.evt1], [.connect], ends: .sta4),
    Walk("the request goes out once connected", .requestor, [.evt1, .evt2], [.sendAssociateRequest], ends: .sta5),
    Walk("accepted", .requestor, open, [.tell(.accepted)], ends: .sta6),
    Walk("rejected", .requestor, [.evt1, .evt2, .evt4], [.tell(.rejected), .close], ends: .sta1),
    Walk("a connection that fails", .requestor, [.evt1, .evt17], [.tell(.connectionLost)], ends: .sta1),
    Walk(
        "a silent peer is given up", .requestor, [.evt1, .evt2, .evt15], [.sendAbort(.byUser), .startTimer],
        ends: .sta13),
    Walk("a caller must ask soon", .acceptor, [.evt5], [.startTimer], ends: .sta2),
    Walk("a silent caller is dropped", .acceptor, [.evt5, .evt18], [.stopTimer, .close], ends: .sta1),
    Walk("a request is looked at", .acceptor, [.evt5, .evt6], [.stopTimer, .tell(.associateRequested)], ends: .sta3),
    Walk("and accepted", .acceptor, listening, [.sendAssociateAccept], ends: .sta6),
    Walk("and rejected", .acceptor, [.evt5, .evt6, .evt8], [.sendAssociateReject, .startTimer], ends: .sta13),
    Walk("data before any request", .acceptor, [.evt5, .evt10], [.sendAbort(.byUser), .startTimer], ends: .sta13),
    Walk("data goes out", .requestor, open + [.evt9], [.sendData], ends: .sta6),
    Walk("data comes in", .acceptor, listening + [.evt10], [.tell(.data)], ends: .sta6),
    Walk(
        "a second request on an association", .acceptor, listening + [.evt6],
        [.sendAbort(.unexpectedPDU), .tell(.abortedByProvider(.unexpectedPDU)), .startTimer], ends: .sta13),
    Walk("the peer aborts", .acceptor, listening + [.evt16], [.tell(.abortedByPeer), .close], ends: .sta1),
    Walk("the cable is pulled", .acceptor, listening + [.evt17], [.tell(.connectionLost)], ends: .sta1),
    Walk("we release", .requestor, open + [.evt11], [.sendReleaseRequest], ends: .sta7),
    Walk("and the peer agrees", .requestor, open + [.evt11, .evt13], [.tell(.released), .close], ends: .sta1),
    Walk("data that was under way", .requestor, open + [.evt11, .evt10], [.tell(.data)], ends: .sta7),
    Walk("the peer releases", .acceptor, listening + [.evt12], [.tell(.releaseRequested)], ends: .sta8),
    Walk("last data of ours", .acceptor, listening + [.evt12, .evt9], [.sendData], ends: .sta8),
    Walk("we agree", .acceptor, listening + [.evt12, .evt14], [.sendReleaseReply, .startTimer], ends: .sta13),
    Walk("the peer closes", .acceptor, listening + [.evt12, .evt14, .evt17], [.stopTimer], ends: .sta1),
    Walk(
        "the peer does not close", .acceptor, listening + [.evt12, .evt14, .evt18], [.stopTimer, .close], ends: .sta1),
    Walk("collision, requestor", .requestor, open + [.evt11, .evt12], [.tell(.releaseRequested)], ends: .sta9),
    Walk("it answers first", .requestor, open + [.evt11, .evt12, .evt14], [.sendReleaseReply], ends: .sta11),
    Walk(
        "and is answered", .requestor, open + [.evt11, .evt12, .evt14, .evt13], [.tell(.released), .close], ends: .sta1),
    Walk("collision, acceptor", .acceptor, listening + [.evt11, .evt12], [.tell(.releaseRequested)], ends: .sta10),
    Walk("it is answered first", .acceptor, listening + [.evt11, .evt12, .evt13], [.tell(.released)], ends: .sta12),
    Walk(
        "and answers", .acceptor, listening + [.evt11, .evt12, .evt13, .evt14], [.sendReleaseReply, .startTimer],
        ends: .sta13),
    Walk("what comes after an abort is ignored", .acceptor, listening + [.evt15, .evt10], [], ends: .sta13),
    Walk("nobody sends before there is an association", .requestor, [.evt1, .evt2, .evt9], nil, ends: .sta5),
    Walk("nobody aborts twice", .acceptor, listening + [.evt15, .evt15], nil, ends: .sta13),
]

@Suite("One side of an association")
struct AssociationMachineTests {
    @Test("Each step does what the standard says", arguments: walks)
    private func walk(walk: Walk) {
        var machine = AssociationMachine(walk.role)
        let effects = walk.events.map { machine.take($0) }.last ?? nil
        #expect(effects == walk.effects)
        #expect(machine.state == walk.ends)
    }

    @Test("The provider itself rejects what it does not speak, and waits for the close")
    func providerRejects() {
        var machine = AssociationMachine(.acceptor)
        _ = machine.take(.evt5)
        #expect(machine.take(.evt6, isAcceptable: false) == [.stopTimer, .sendAssociateReject, .startTimer])
        #expect(machine.state == .sta13)
    }

    @Test("A peer is told which of its PDUs was wrong, and how")
    func fault() {
        var machine = AssociationMachine(.requestor)
        for event in open { _ = machine.take(event) }
        let fault = Abort.unrecognizedPDU
        #expect(
            machine.take(.evt19, fault: fault) == [.sendAbort(fault), .tell(.abortedByProvider(fault)), .startTimer])
    }

    @Test(
        "In each state but idle there is an answer to everything from outside that can come then",
        arguments: [
            AssociationMachine.Role.requestor, .acceptor,
        ])
    func complete(role: AssociationMachine.Role) {
        let received: [AssociationEvent] = [.evt3, .evt4, .evt6, .evt10, .evt12, .evt13, .evt16, .evt17, .evt19]
        for state in AssociationState.allCases where ![.sta1, .sta4].contains(state) {
            for event in received { #expect(StateTable.cell(event, in: state) != nil, "\(event) in \(state)") }
        }
    }
}
