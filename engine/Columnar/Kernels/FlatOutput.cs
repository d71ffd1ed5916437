using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Kernels;

/// <summary>The buffers of a flat vector while a kernel fills them; given back on <see cref="Dispose"/> unless <see cref="Build"/> has handed them out.</summary>
public sealed unsafe class FlatOutput : IDisposable
{
    private readonly MemoryBudget budget;
    private readonly DataType type;
    private readonly PhysicalType physical;
    private NativeBuffer? values;
    private NativeBuffer? validity;
    private BytesHeap? heap;
    private bool ownsValidity;

    /// <summary>Room for a value a lane, its content undefined (zero for bits and views).</summary>
    public FlatOutput(DataType type, int length, MemoryBudget budget, PhysicalType? physical = null)
    {
        this.budget = budget;
        this.type = type;
        this.physical = physical ?? type.Physical;
        Length = length;
        values = this.physical switch
        {
            PhysicalType.Boolean => budget.AllocateZeroed(Bits.BytesFor(length)),
            PhysicalType.Bytes => budget.AllocateZeroed((long)length * sizeof(BytesView)),
            _ => budget.Allocate((long)length * this.physical.Width()),
        };
    }

    public int Length { get; }

    public byte* Values => values!.Pointer;

    /// <summary>The validity so far; null while no lane is null.</summary>
    public byte* Validity => validity is null ? null : validity.Pointer;

    /// <summary>Where long strings of the result go; made at first use.</summary>
    public BytesHeap Heap => heap ??= new BytesHeap(budget);

    /// <summary>Makes every lane null where an operand is.</summary>
    public FlatOutput NullWhereAny(params ReadOnlySpan<Vector> operands)
    {
        foreach (var operand in operands)
        {
            if (!operand.MayHaveNulls)
                continue;
            if (operand.Form == VectorForm.Constant || operand.Physical == PhysicalType.Null)
            {
                TakeOver(budget.AllocateZeroed(Bits.BytesFor(Length)));
                return this;
            }
            And(Validities.Of(operand));
        }
        return this;
    }

    /// <summary>Makes a lane null.</summary>
    public void SetNull(int lane)
    {
        if (!ownsValidity)
        {
            TakeOver(budget.AllocateZeroed(Bits.BytesFor(Length)));
            Bits.SetAll(validity!.Pointer, Length);
        }
        Bits.Clear(validity!.Pointer, lane);
    }

    public bool IsNull(int lane) => validity is not null && !Bits.Get(validity.Pointer, lane);

    /// <summary>Adopts a validity bitmap; null for no nulls.</summary>
    public void TakeOver(NativeBuffer? bits)
    {
        validity?.Release();
        validity = bits;
        ownsValidity = bits is not null;
    }

    /// <summary>The vector, which the caller owns; the output is empty afterwards.</summary>
    public FlatVector Build()
    {
        var vector = new FlatVector(type, Length, values, validity, heap, physical);
        (values, validity, heap) = (null, null, null);
        return vector;
    }

    /// <summary>Values and validity, which the caller takes over; the output is empty afterwards.</summary>
    public (NativeBuffer Values, NativeBuffer? Validity) Take()
    {
        var taken = (values!, validity);
        (values, validity) = (null, null);
        return taken;
    }

    public void Dispose()
    {
        values?.Release();
        validity?.Release();
        heap?.Release();
        (values, validity, heap) = (null, null, null);
    }

    private void And(byte* bits)
    {
        if (validity is null)
        {
            TakeOver(budget.AllocateZeroed(Bits.BytesFor(Length)));
            Buffer.MemoryCopy(bits, validity!.Pointer, validity.Capacity, (Length + 7) / 8);
            return;
        }
        Bitmaps.And(validity.Pointer, bits, Length);
    }
}
