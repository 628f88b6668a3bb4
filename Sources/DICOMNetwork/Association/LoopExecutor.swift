import NIOCore

/// Runs a task on the event loop of the association that it serves: what the loop brought is taken in the same turn, and no
/// other thread has to be woken for it. For small films those wake-ups took longer than the film.
///
/// The task may block, which keeps only those waiting that share its loop: such loops are for nothing else.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ association: Association) { loop = association.channel.eventLoop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
