using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Tests.Evaluation;

/// <summary>Evaluates expressions over boxed columns, in random forms and under random selections, and checks that no native memory stays behind.</summary>
public sealed unsafe class EvaluationFixture(int seed) : IDisposable
{
    public MemoryBudget Budget { get; } = new();

    public Random Chance { get; } = new(seed);

    public static BoundReference Column(int ordinal, DataType type) => new(ordinal, type, true, $"c{ordinal}");

    /// <summary>Asserts each row's value, over flat columns first, then over random mixtures of forms and selections.</summary>
    /// <param name="expected">By lane.</param>
    public void Compare(Expression expression, Func<int, object?> expected, params (DataType Type, object?[] Values)[] columns)
    {
        for (var round = 0; round < 3; round++)
        {
            var batch = round == 0 ? FlatBatch(columns) : Batch(columns);
            var actual = Evaluate(expression, batch);
            for (var row = 0; row < batch.Rows; row++)
                Assert.Equal(expected(batch.Lane(row)), actual[row]);
            batch.Release();
        }
    }

    /// <summary>The rows' values, in order; rows are the selected lanes.</summary>
    public object?[] Evaluate(Expression expression, RecordBatch batch)
    {
        using var evaluator = ExpressionEvaluator.Compile(expression, new EvaluationContext(Budget));
        object?[] first = [];
        // Twice: the second time dictionaries are known.
        for (var round = 0; round < 2; round++)
        {
            var vector = evaluator.Evaluate(batch);
            Assert.Equal(batch.Length, vector.Length);
            var values = Enumerable.Range(0, batch.Rows).Select(row => vector.Read(batch.Lane(row))).ToArray();
            vector.Release();
            if (round == 0)
                first = values;
            else
                Assert.Equal(first, values);
        }
        return first;
    }

    public object? Evaluate(Expression expression)
    {
        var batch = new RecordBatch([], 1);
        var value = Evaluate(expression, batch)[0];
        batch.Release();
        return value;
    }

    /// <summary>The lanes that a condition keeps.</summary>
    public int[] Filter(Expression condition, RecordBatch batch)
    {
        using var evaluator = PredicateEvaluator.Compile(condition, new EvaluationContext(Budget));
        var selection = evaluator.Filter(batch);
        var lanes = selection is null ? [.. Enumerable.Range(0, batch.Length)] : selection.Span.ToArray();
        selection?.Release();
        return lanes;
    }

    /// <summary>A batch of columns of random forms under a random selection.</summary>
    public RecordBatch Batch(params (DataType Type, object?[] Values)[] columns)
    {
        var length = columns[0].Values.Length;
        var vectors = columns.Select(c => Encode(c.Type, c.Values)).ToArray();
        return new RecordBatch(vectors, length, RandomSelection(length));
    }

    /// <summary>A batch of flat columns, all lanes rows.</summary>
    public RecordBatch FlatBatch(params (DataType Type, object?[] Values)[] columns) => new([.. columns.Select(c => Flat(c.Type, c.Values))], columns[0].Values.Length);

    public Vector Flat(DataType type, IEnumerable<object?> values)
    {
        using var builder = VectorBuilder.Create(type, Budget);
        foreach (var value in values)
            builder.Append(value);
        return builder.Build();
    }

    public void Dispose()
    {
        // A failed assertion leaves its batch behind; it is the news, not the memory.
        if (System.Runtime.InteropServices.Marshal.GetExceptionPointers() == 0)
            Assert.Equal(0, Budget.Used);
    }

    /// <summary>The values in a form; a constant is the first value in every lane.</summary>
    public Vector Encode(DataType type, object?[] values, VectorForm form)
    {
        switch (form)
        {
            case VectorForm.Constant:
                return new ConstantVector(Flat(type, values[..1]), values.Length);
            case VectorForm.Dictionary:
                var entries = values.Distinct().ToList();
                var indices = Budget.Allocate(values.Length * sizeof(int));
                for (var i = 0; i < values.Length; i++)
                    ((int*)indices.Pointer)[i] = entries.IndexOf(values[i]);
                return new DictionaryVector(Flat(type, entries), indices, values.Length, entriesAreDistinct: true);
            case VectorForm.Run:
                var starts = Enumerable.Range(0, values.Length).Where(i => i == 0 || !Equals(values[i], values[i - 1])).ToList();
                var ends = Budget.Allocate(starts.Count * sizeof(int));
                for (var i = 0; i < starts.Count; i++)
                    ((int*)ends.Pointer)[i] = i + 1 < starts.Count ? starts[i + 1] : values.Length;
                return new RunVector(Flat(type, starts.Select(i => values[i])), ends, values.Length);
            default:
                return Flat(type, values);
        }
    }

    private Vector Encode(DataType type, object?[] values) => Encode(type, values, Chance.Next(8) switch
    {
        0 or 1 => values.Distinct().Count() == 1 ? VectorForm.Constant : VectorForm.Dictionary,
        2 or 3 => VectorForm.Run,
        _ => VectorForm.Flat,
    });

    public Selection? RandomSelection(int length)
    {
        var density = Chance.Next(4) switch { 0 => 1.0, 1 => 0.05, 2 => 0.5, _ => 0.9 };
        if (density == 1.0)
            return null;
        var lanes = Enumerable.Range(0, length).Where(_ => Chance.NextDouble() < density).ToArray();
        var buffer = Budget.Allocate(Math.Max(lanes.Length, 1) * sizeof(int));
        lanes.CopyTo(buffer.AsSpan<int>(lanes.Length));
        return new Selection(buffer, lanes.Length);
    }
}
