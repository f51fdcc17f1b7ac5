import ArgumentParser

/// `strata segments`.
struct SegmentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segments", abstract: "Saved filters, their counts and members.",
    subcommands: [
      SegmentsList.self, SegmentsShow.self, SegmentsCreate.self, SegmentsUpdate.self, SegmentsDelete.self,
      SegmentsCount.self, SegmentsMembers.self, SegmentsExplain.self, SegmentsPreview.self, SegmentsChanges.self,
      SegmentsHistory.self, SegmentsForecast.self, SegmentsExport.self,
    ])
}
