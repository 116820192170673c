import GRDB
import Logging
enum Stub {}
