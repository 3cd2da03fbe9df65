package app.mihari

import java.io.File

/** A file of this repository. */
fun repositoryFile(path: String): File = File(System.getProperty("mihari.repository")!!, path)
