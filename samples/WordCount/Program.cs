using System.Diagnostics;
using Spindle.Sql;

// Counts the words of text files and shows the most frequent.
//   dotnet run -c Release --project samples/WordCount -- [--master "local-cluster[2,1,1g]"] [FILE or FOLDER …]
var master = args.Length > 1 && args[0] == "--master" ? args[1] : "local[*]";
var paths = args.Skip(args.Length > 1 && args[0] == "--master" ? 2 : 0).ToArray();

using var session = Session.Builder().AppName("WordCount").Master(master).Create();
Console.WriteLine($"Spindle {session.Version}  {session}");
var watch = Stopwatch.StartNew();
session.Read.Format("text").Load(paths.Length > 0 ? paths : [Example()]).CreateOrReplaceTempView("lines");
session.Sql("""
    SELECT word, count(*) AS n
    FROM (SELECT explode(split(lower(value), '[^a-z]+')) AS word FROM lines)
    WHERE word <> ''
    GROUP BY word
    ORDER BY n DESC, word
    LIMIT 10
    """).Show();
Console.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s");

// A text to count where none is given: the same lines each time.
static string Example()
{
    var path = Path.Combine(Path.GetTempPath(), "spindle-wordcount.txt");
    string[] words = ["the", "quick", "brown", "fox", "jumps", "over", "lazy", "dog", "and", "runs"];
    File.WriteAllLines(path, Enumerable.Range(1, 20_000).Select(line => string.Join(' ', Enumerable.Range(1, 10).Select(i => words[line * i * i % words.Length]))));
    return path;
}
