-- What Debian's libghc-feed-dev demands or advises of each entry of an Atom feed, a line each.
import Data.XML.Types (elementName, elementNodes, nameLocalName, Node (NodeElement))
import System.Environment (getArgs)
import qualified Data.Text as Text
import Text.Atom.Feed.Validate (flattenT, validateEntry)
import Text.XML (def, documentRoot, readFile, toXMLElement)
import Prelude hiding (readFile)

main :: IO ()
main = do
  [file] <- getArgs
  document <- readFile def file
  let feed = toXMLElement (documentRoot document)
      children = [child | NodeElement child <- elementNodes feed]
      entries = filter ((== Text.pack "entry") . nameLocalName . elementName) children
  mapM_ (putStrLn . told) (concatMap (flattenT . validateEntry) entries)

told :: (Bool, String) -> String
told (isDemand, words') = (if isDemand then "demand: " else "advice: ") ++ words'
