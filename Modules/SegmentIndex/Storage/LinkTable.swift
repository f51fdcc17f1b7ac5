/// Which contacts belong to which companies, to be followed both ways. Each link stands in a chain of its contact and in
/// one of its company, the newest first.
struct LinkTable {
  private struct Link {
    var contact: UInt32
    var company: UInt32
    /// Places of links plus 1; 0 is the end. A free link is chained by `nextOfContact`.
    var nextOfContact: UInt32
    var nextOfCompany: UInt32
    var previousOfCompany: UInt32
  }

  private var links: [Link] = []
  private var free: UInt32 = 0
  private var headsOfContacts = CodeStore()
  private var headsOfCompanies = CodeStore()
  private(set) var count = 0

  init() {}

  /// False where the link was there.
  @discardableResult
  mutating func insert(contact: UInt32, company: UInt32) -> Bool {
    guard place(contact, company) == nil else { return false }
    add(contact: contact, company: company)
    return true
  }

  private mutating func add(contact: UInt32, company: UInt32) {
    let link = Link(
      contact: contact, company: company, nextOfContact: headsOfContacts[contact],
      nextOfCompany: headsOfCompanies[company], previousOfCompany: 0)
    let place: UInt32
    if free != 0 {
      place = free
      free = links[Int(place) - 1].nextOfContact
      links[Int(place) - 1] = link
    } else {
      links.append(link)
      place = UInt32(links.count)
    }
    if link.nextOfCompany != 0 { links[Int(link.nextOfCompany) - 1].previousOfCompany = place }
    headsOfContacts.set(contact, place)
    headsOfCompanies.set(company, place)
    count += 1
  }

  /// False where the link was not there.
  @discardableResult
  mutating func remove(contact: UInt32, company: UInt32) -> Bool {
    guard let (place, before) = place(contact, company) else { return false }
    let link = links[Int(place) - 1]
    if before == 0 {
      headsOfContacts.set(contact, link.nextOfContact)
    } else {
      links[Int(before) - 1].nextOfContact = link.nextOfContact
    }
    if link.previousOfCompany == 0 {
      headsOfCompanies.set(company, link.nextOfCompany)
    } else {
      links[Int(link.previousOfCompany) - 1].nextOfCompany = link.nextOfCompany
    }
    if link.nextOfCompany != 0 { links[Int(link.nextOfCompany) - 1].previousOfCompany = link.previousOfCompany }
    // A link whose contact is 0 is free.
    links[Int(place) - 1] = Link(
      contact: 0, company: 0, nextOfContact: free, nextOfCompany: 0, previousOfCompany: 0)
    free = place
    count -= 1
    return true
  }

  private func place(_ contact: UInt32, _ company: UInt32) -> (place: UInt32, before: UInt32)? {
    var before: UInt32 = 0
    var place = headsOfContacts[contact]
    while place != 0 {
      if links[Int(place) - 1].company == company { return (place, before) }
      before = place
      place = links[Int(place) - 1].nextOfContact
    }
    return nil
  }

  func companies(of contact: UInt32) -> [UInt32] {
    var found: [UInt32] = []
    var place = headsOfContacts[contact]
    while place != 0 {
      found.append(links[Int(place) - 1].company)
      place = links[Int(place) - 1].nextOfContact
    }
    return found
  }

  func contacts(of company: UInt32) -> [UInt32] {
    var found: [UInt32] = []
    var place = headsOfCompanies[company]
    while place != 0 {
      found.append(links[Int(place) - 1].contact)
      place = links[Int(place) - 1].nextOfCompany
    }
    return found
  }

  /// Every link, in no order.
  func visit(unless isCancelled: () -> Bool = { false }, _ body: (_ contact: UInt32, _ company: UInt32) -> Void) {
    for (place, link) in links.enumerated() where link.contact != 0 {
      if place % 16_384 == 0, isCancelled() { return }
      body(link.contact, link.company)
    }
  }

  // MARK: On disk

  func write(to file: IndexFileWriter) throws {
    var pairs: [UInt32] = []
    pairs.reserveCapacity(count * 2)
    visit { pairs += [$0, $1] }
    try file.write(pairs)
  }

  /// - Parameters:
  ///   - contacts: one more than the highest row of a contact.
  ///   - companies: of a company.
  init(from file: IndexFileReader, contacts: Int, companies: Int) throws {
    let pairs = try file.numbers(UInt32.self)
    guard pairs.count % 2 == 0, pairs.count / 2 < Int(UInt32.max) else { throw file.damaged }
    links.reserveCapacity(pairs.count / 2)
    for place in stride(from: 0, to: pairs.count, by: 2) {
      let (contact, company) = (pairs[place], pairs[place + 1])
      guard contact > 0, contact < contacts, company > 0, company < companies else { throw file.damaged }
      add(contact: contact, company: company)
    }
  }

  var byteCount: Int {
    links.capacity * MemoryLayout<Link>.stride + headsOfContacts.byteCount + headsOfCompanies.byteCount
  }
}
