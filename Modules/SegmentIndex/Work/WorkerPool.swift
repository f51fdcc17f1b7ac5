import Glibc

/// A few threads that help whoever evaluates with what is large enough to be split.
///
/// Whoever asks works too and waits only for parts that others have begun, so that several may ask at once. The threads
/// live as long as the pool.
package final class WorkerPool: Sendable {
  private let queue = WorkQueue()
  private let helpers: [pthread_t]

  /// - Parameter threads: that work on one thing, the one that asks included. Where the system gives fewer, fewer do.
  package init(threads: Int) {
    var helpers: [pthread_t] = []
    for _ in 1..<max(threads, 1) {
      var thread = pthread_t()
      let held = Unmanaged.passRetained(queue)
      let code = pthread_create(&thread, nil, { help($0) }, held.toOpaque())
      if code == 0 { helpers.append(thread) } else { held.release() }
    }
    self.helpers = helpers
  }

  deinit {
    queue.close()
    for helper in helpers { pthread_join(helper, nil) }
  }

  var threadCount: Int { helpers.count + 1 }

  /// Calls `body` with each number below `parts`, on several threads at once, and returns when all is done.
  /// - Parameter body: what it reads does not change meanwhile, and no two parts write to the same place.
  func run(parts: Int, _ body: @escaping (Int) -> Void) {
    guard parts > 1, !helpers.isEmpty else {
      for part in 0..<parts { body(part) }
      return
    }
    queue.run(WorkQueue.Job(parts: parts, body))
  }
}

private func help(_ queue: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let queue { Unmanaged<WorkQueue>.fromOpaque(queue).takeRetainedValue().help() }
  return nil
}

/// What there is to do, and who does it.
private final class WorkQueue: @unchecked Sendable {
  // `mutex` protects the jobs and all in them but `body`, which whoever asks answers for.

  final class Job {
    let parts: Int
    let body: (Int) -> Void
    /// The first part that nobody has begun.
    var next = 0
    /// Parts that are done.
    var done = 0

    init(parts: Int, _ body: @escaping (Int) -> Void) {
      self.parts = parts
      self.body = body
    }
  }

  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let isThereWork = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let isJobDone = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  /// With parts that nobody has begun, the oldest first.
  private var jobs: [Job] = []
  private var isClosed = false

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(isThereWork, nil)
    pthread_cond_init(isJobDone, nil)
  }

  deinit {
    pthread_cond_destroy(isJobDone)
    pthread_cond_destroy(isThereWork)
    pthread_mutex_destroy(mutex)
    isJobDone.deallocate()
    isThereWork.deallocate()
    mutex.deallocate()
  }

  func run(_ job: Job) {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    jobs.append(job)
    pthread_cond_broadcast(isThereWork)
    while job.next < job.parts { runPart(of: job) }
    while job.done < job.parts { pthread_cond_wait(isJobDone, mutex) }
  }

  /// Works on what there is until the queue is closed.
  func help() {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while !isClosed {
      if let job = jobs.first { runPart(of: job) } else { pthread_cond_wait(isThereWork, mutex) }
    }
  }

  func close() {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    isClosed = true
    pthread_cond_broadcast(isThereWork)
  }

  /// With `mutex` held, which is given back while the part runs.
  private func runPart(of job: Job) {
    let part = job.next
    job.next += 1
    if job.next == job.parts { jobs.removeAll { $0 === job } }
    pthread_mutex_unlock(mutex)
    job.body(part)
    pthread_mutex_lock(mutex)
    job.done += 1
    if job.done == job.parts { pthread_cond_broadcast(isJobDone) }
  }
}
