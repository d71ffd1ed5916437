using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;
using Spindle.Sources;

namespace Spindle.Execution.Scans;

/// <summary>A conjunct of WHERE inside a scan.</summary>
internal sealed class ConditionFilter : IScanFilter, IDisposable
{
    private readonly Expression condition;
    private readonly PredicateEvaluator evaluator;

    /// <param name="condition">Over positions in the scan's columns.</param>
    /// <param name="context">The worker's.</param>
    public ConditionFilter(Expression condition, EvaluationContext context)
    {
        this.condition = condition;
        Columns = condition.SelfAndDescendants().OfType<BoundReference>().Select(r => r.Ordinal).Distinct().Order().ToValueList();
        var place = new Dictionary<int, int>();
        for (var i = 0; i < Columns.Count; i++)
            place.Add(Columns[i], i);
        evaluator = PredicateEvaluator.Compile(condition.Transform(e => e is BoundReference r ? r with { Ordinal = place[r.Ordinal] } : e), context);
    }

    public ValueList<int> Columns { get; }

    public RangeVerdict Test(IColumnRanges ranges) => RangeTest.Evaluate(condition, ranges);

    public Selection? Narrow(ReadOnlySpan<Vector> columns, int length, Selection? selection)
    {
        var retained = new Vector[columns.Length];
        for (var i = 0; i < retained.Length; i++)
            retained[i] = columns[i].Retain();
        var batch = new RecordBatch(retained, length, selection?.Retain());
        try
        {
            return evaluator.Filter(batch);
        }
        finally
        {
            batch.Release();
        }
    }

    public void Dispose() => evaluator.Dispose();
}
