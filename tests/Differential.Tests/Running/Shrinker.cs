using Spindle.Differential.Tests.Answers;
using Spindle.Differential.Tests.Engines;
using Spindle.Differential.Tests.Queries;

namespace Spindle.Differential.Tests.Running;

/// <summary>Makes a query that two engines answer differently as small as it can be while they still do, in the same way.</summary>
public sealed class Shrinker(IEngine expected, IEngine actual, int attempts = 600)
{
    public Node Shrink(Node query)
    {
        var kind = Kind(query);
        var left = attempts;
        for (var progress = true; progress && left > 0;)
        {
            progress = false;
            foreach (var smaller in query.Smaller().Where(s => s.Sql(Dialect.Spark).Length < query.Sql(Dialect.Spark).Length).OrderBy(s => s.Sql(Dialect.Spark).Length))
            {
                if (left-- <= 0)
                    break;
                if (Kind(smaller) != kind)
                    continue;
                query = smaller;
                progress = true;
                break;
            }
        }

        return query;
    }

    // An invalid query is one that both refuse; another error than the first one is another bug.
    private string? Kind(Node query)
    {
        var right = expected.Answer(query.Sql(expected.Dialect));
        if (right.Failed)
            return null;
        var answer = actual.Answer(query.Sql(actual.Dialect));
        return answer.Failed ? answer.ErrorClass : AnswerComparison.Difference(right, answer, OrderOf(query)) is null ? null : "rows";
    }

    public static IReadOnlyList<OutputOrder> OrderOf(Node query) => query.Shape is QueryShape shape ? shape.Order : [];
}
