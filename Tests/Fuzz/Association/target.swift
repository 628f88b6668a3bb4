/// Any events in any order: the machine never falls, sends nothing it may not, and its timer runs where it must. The first
/// byte says which side it is.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzAssociation(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: data, count: count)
    guard let first = bytes.first else { return 0 }
    var run = Run(first & 1 == 0 ? .requestor : .acceptor)
    for byte in bytes.dropFirst() {
        guard let event = AssociationEvent(rawValue: Int(byte & 31)) else { continue }
        run.take(event, isAcceptable: byte & 32 == 0)
    }
    return 0
}

private struct Run {
    var machine: AssociationMachine
    var isTimerOn = false

    init(_ role: AssociationMachine.Role) { machine = AssociationMachine(role) }

    mutating func take(_ event: AssociationEvent, isAcceptable: Bool) {
        let before = machine.state
        guard let effects = machine.take(event, isAcceptable: isAcceptable) else {
            precondition(machine.state == before, "an empty cell moved the machine")
            return
        }
        for effect in effects { note(effect, from: before) }
        let ends = effects.contains(.close) || event == .evt17
        precondition(!ends || machine.state == .sta1, "closed, but not idle")
        precondition(machine.state != .sta1 || !isTimerOn, "idle with a timer")
        precondition(machine.state != .sta2 && machine.state != .sta13 || isTimerOn, "a wait without an end")
    }

    private mutating func note(_ effect: AssociationMachine.Effect, from before: AssociationState) {
        switch effect {
        case .startTimer: isTimerOn = true
        case .stopTimer: isTimerOn = false
        case .sendData: precondition([.sta6, .sta8].contains(before), "data without an association")
        case .tell: precondition(before != .sta13 && before != .sta1, "told after the last word")
        case .sendAbort: precondition(before != .sta1 && before != .sta4, "an abort to nobody")
        default: break
        }
    }
}
