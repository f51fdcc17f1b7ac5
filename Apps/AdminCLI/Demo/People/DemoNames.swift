/// What the people of the demo are called, and where they live and work.
enum DemoNames {
  struct Place {
    var city: String
    var country: String
    var language: String
    var timeZone: String
  }

  static let first = [
    "Ada", "Amara", "Anna", "Anton", "Aoife", "Ayşe", "Bat-Erdene", "Beatriz", "Carlos", "Chiara", "Daniel", "Diego",
    "Elena", "Emma", "Fatima", "Felix", "Freya", "Grace", "Hana", "Hugo", "Ines", "Isabel", "Ivan", "Jamal", "Jonas",
    "Julia", "Kenji", "Lea", "Leo", "Linh", "Lucas", "Maja", "Marta", "Mateo", "Maya", "Mehmet", "Nadia", "Nina",
    "Noah", "Nora", "Oliver", "Olivia", "Oyuna", "Pavel", "Priya", "Rahul", "Rosa", "Sara", "Sofia", "Temüjin",
    "Thomas", "Tuya", "Uma", "Victor", "Wei", "Yara", "Yuki", "Zoë",
  ]

  static let last = [
    "Andersen", "Baker", "Batbayar", "Becker", "Bianchi", "Chen", "Costa", "Demir", "Dubois", "Eriksson", "Evans",
    "Fernández", "Fischer", "García", "Green", "Hansen", "Hoffmann", "Ivanova", "Jensen", "Johnson", "Kaya", "Khan",
    "Kim", "Kowalski", "Larsen", "Lefèvre", "Lopez", "Martin", "Meyer", "Mori", "Müller", "Murphy", "Nguyen", "Novak",
    "O'Brien", "Okafor", "Patel", "Pereira", "Petrov", "Rossi", "Sato", "Schmidt", "Silva", "Singh", "Smith", "Suzuki",
    "Tanaka", "Taylor", "Tsend", "Wagner", "Walker", "Weber", "Wilson", "Yılmaz", "Zhang",
  ]

  static let home = Place(city: "Berlin", country: "DE", language: "de", timeZone: "Europe/Berlin")

  static let places = [
    home,
    Place(city: "Hamburg", country: "DE", language: "de", timeZone: "Europe/Berlin"),
    Place(city: "London", country: "GB", language: "en", timeZone: "Europe/London"),
    Place(city: "Paris", country: "FR", language: "fr", timeZone: "Europe/Paris"),
    Place(city: "Madrid", country: "ES", language: "es", timeZone: "Europe/Madrid"),
    Place(city: "Milano", country: "IT", language: "it", timeZone: "Europe/Rome"),
    Place(city: "İstanbul", country: "TR", language: "tr", timeZone: "Europe/Istanbul"),
    Place(city: "Ulaanbaatar", country: "MN", language: "mn", timeZone: "Asia/Ulaanbaatar"),
    Place(city: "Tokyo", country: "JP", language: "ja", timeZone: "Asia/Tokyo"),
    Place(city: "Bengaluru", country: "IN", language: "en", timeZone: "Asia/Kolkata"),
    Place(city: "New York", country: "US", language: "en", timeZone: "America/New_York"),
    Place(city: "Austin", country: "US", language: "en", timeZone: "America/Chicago"),
    Place(city: "São Paulo", country: "BR", language: "pt", timeZone: "America/Sao_Paulo"),
    Place(city: "Lagos", country: "NG", language: "en", timeZone: "Africa/Lagos"),
  ]

  static let companies = [
    "Acme Tools", "Alpenblick Hotels", "Bluebird Travel", "Cedar & Sons", "Datenwerk", "Eastwind Logistics",
    "Fjord Foods", "Golden Gate Clinics", "Harbour Books", "Ingot Metals", "Juniper Studios", "Kestrel Energy",
    "Lumen Optics", "Monsoon Media", "Northstar Bikes", "Orchard Bank", "Pixel Garden", "Quarry Stone",
    "Riverside Gyms", "Steppe Cashmere", "Tidal Labs", "Umbra Fashion", "Vineyard Imports", "Willow Schools",
    "Zephyr Airlines",
  ]

  static let plans = ["free", "team", "team", "business", "enterprise"]
  static let tags = ["beta", "newsletter", "partner", "vip", "webinar"]
  static let pages = ["/", "/pricing", "/features", "/docs", "/blog", "/about", "/signup", "/changelog"]
  static let products = ["Starter kit", "Team licence", "Onboarding day", "Support plan", "API pack"]
  static let features = ["export", "dashboard", "api", "integrations", "comments", "search"]
  static let searches = ["pricing", "import csv", "webhook", "invite", "sso", "invoice"]
  static let domains = ["example.com", "example.org", "example.net"]
}
