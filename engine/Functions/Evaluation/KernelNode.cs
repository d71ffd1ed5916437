using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Evaluation;

/// <summary>Runs a kernel over its operands' values: once for constants, over a dictionary's entries where that is allowed and pays, else over the lanes.</summary>
internal sealed class KernelNode(ScalarKernel kernel, Node[] operands, DataType type) : Node(type)
{
    private readonly bool canRaise = kernel.CanRaise || operands.Any(o => o.CanRaise);
    private readonly int dictionaryOperand = kernel.CanRaise || !kernel.IsDeterministic ? -1 : SoleVariable(operands);

    // The last dictionary met, how many lanes used it, and, once that pays, the results of its entries.
    private Vector? dictionary;
    private Vector? entries;
    private long dictionaryLanes;

    public override bool CanRaise => canRaise;

    public override bool IsCheap => kernel.IsCheap && operands.All(o => o.IsCheap);

    public override Vector Evaluate(Frame frame, LaneSet lanes)
    {
        // Nothing is asked, so nothing may be raised.
        if (lanes.Count == 0)
            return new ConstantVector(ConstantNode.Single(null, Type, frame.Budget), lanes.Length);
        var values = new Vector[operands.Length];
        try
        {
            for (var i = 0; i < operands.Length; i++)
                values[i] = operands[i].Evaluate(frame, lanes);
            if (kernel.IsDeterministic && AllConstant(values))
                return new ConstantVector(RunOnce(values, frame.Budget), lanes.Length);
            if (dictionaryOperand >= 0 && values[dictionaryOperand] is DictionaryVector encoded && OverEntries(encoded, values, lanes, frame.Budget) is { } result)
                return result;
            for (var i = 0; i < values.Length; i++)
            {
                var plain = Operands.Plain(values[i], lanes, frame.Budget);
                values[i].Release();
                values[i] = plain;
            }
            return kernel.Run(values, lanes, frame.Budget);
        }
        finally
        {
            foreach (var value in values)
                value?.Release();
        }
    }

    public override void Dispose()
    {
        foreach (var operand in operands)
            operand.Dispose();
        kernel.Dispose();
        Forget();
    }

    /// <summary>The one operand that is not a literal; -1 where there is none or there are several.</summary>
    private static int SoleVariable(Node[] operands)
    {
        var sole = -1;
        for (var i = 0; i < operands.Length; i++)
        {
            if (operands[i].IsConstant)
                continue;
            if (sole >= 0)
                return -1;
            sole = i;
        }
        return sole;
    }

    private static bool AllConstant(Vector[] values)
    {
        foreach (var value in values)
            if (value.Form != VectorForm.Constant)
                return false;
        return true;
    }

    private Vector RunOnce(Vector[] values, MemoryBudget budget)
    {
        var single = new Vector[values.Length];
        for (var i = 0; i < values.Length; i++)
            single[i] = ((ConstantVector)values[i]).Value;
        return Unwrap(kernel.Run(single, LaneSet.All(1), budget), budget);
    }

    private DictionaryVector? OverEntries(DictionaryVector encoded, Vector[] values, LaneSet lanes, MemoryBudget budget)
    {
        if (!ReferenceEquals(dictionary, encoded.Dictionary))
        {
            Forget();
            dictionary = encoded.Dictionary.Retain();
        }
        dictionaryLanes += lanes.Count;
        if (entries is null)
        {
            if (dictionaryLanes < encoded.Dictionary.Length || encoded.Dictionary.Length == 0)
                return null;
            var operandsOfEntries = new Vector[values.Length];
            for (var i = 0; i < values.Length; i++)
                operandsOfEntries[i] = i == dictionaryOperand ? encoded.Dictionary.Retain() : new ConstantVector(((ConstantVector)values[i]).Value.Retain(), encoded.Dictionary.Length);
            try
            {
                var result = kernel.Run(operandsOfEntries, LaneSet.All(encoded.Dictionary.Length), budget);
                entries = Gather.Flatten(result, budget);
                result.Release();
            }
            finally
            {
                foreach (var operand in operandsOfEntries)
                    operand.Release();
            }
        }
        return encoded.WithDictionary(entries.Retain(), entriesAreDistinct: false);
    }

    private static Vector Unwrap(Vector vector, MemoryBudget budget)
    {
        if (vector.Form == VectorForm.Flat)
            return vector;
        var flat = Gather.Flatten(vector, budget);
        vector.Release();
        return flat;
    }

    private void Forget()
    {
        dictionary?.Release();
        entries?.Release();
        (dictionary, entries, dictionaryLanes) = (null, null, 0);
    }
}
